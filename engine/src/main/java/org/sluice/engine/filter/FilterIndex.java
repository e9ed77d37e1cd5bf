package org.sluice.engine.filter;

import java.util.Map;

/**
 * The filters of all transformations, asked at once. Thread-safe: matching goes on while filters change. A change is seen by every
 * match that begins after it; a match that is under way may or may not see it, filter by filter.
 */
public interface FilterIndex {
    /**
     * An index whose cost follows the names of the file and the filters that hold for it, not the number of filters
     * ({@code docs/filter-index.md}). Changes cost microseconds.
     */
    static FilterIndex indexed() {
        return new IndexedFilterIndex();
    }

    /** An index that asks every filter in turn: no preparation, and a cost that grows with the number of filters. */
    static FilterIndex scan() {
        return new ScanFilterIndex();
    }

    /** Sets the filter of a transformation, replacing the one it had. */
    void put(int transformationId, MetaQuery query);

    /** Sets the filters of many transformations; readers may see some of them before others. */
    default void putAll(Map<Integer, MetaQuery> queries) {
        queries.forEach(this::put);
    }

    /** Forgets the filter of a transformation; nothing happens if it has none. */
    void remove(int transformationId);

    /** The transformations whose filter holds for the file, and what could not be compared. */
    Matches match(FileFacts file);

    /**
     * An index of its own with the filters of this one: what is changed in one is not seen in the other. As cheap as a change
     * where the implementation shares, as {@link #indexed} does.
     */
    FilterIndex copy();

    /** The number of filters. */
    int size();
}
