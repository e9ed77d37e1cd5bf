package org.sluice.engine.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The few members of a JSON object in the order in which they came: one map from the reader of a message to the filters. They are
 * looked for one by one, which is cheaper to prepare than a hash table, and no slower for so few. Immutable.
 */
public final class Members extends AbstractMap<String, JsonNode> {

    /** With more, a hash table would be faster. */
    private static final int MOST = 64;

    private final String[] names;
    private final JsonNode[] values;
    private final int size;

    private Members(String[] names, JsonNode[] values, int size) {
        this.names = names;
        this.values = values;
        this.size = size;
    }

    /** An immutable map of the same; itself where it is one. */
    public static Map<String, JsonNode> copyOf(Map<String, JsonNode> map) {
        return map instanceof Members ? map : copyOf(map.entrySet());
    }

    /** An immutable map of entries whose names differ. */
    public static Map<String, JsonNode> copyOf(Set<Map.Entry<String, JsonNode>> entries) {
        int size = entries.size();
        if (size > MOST) {
            return Map.ofEntries(entries.<Map.Entry<String, JsonNode>>toArray(Map.Entry[]::new));
        }
        String[] names = new String[size];
        JsonNode[] values = new JsonNode[size];
        int i = 0;
        for (Map.Entry<String, JsonNode> entry : entries) {
            names[i] = entry.getKey();
            values[i++] = entry.getValue();
        }
        return new Members(names, values, size);
    }

    private static int placeOf(Object name, String[] names, int size) {
        for (int i = 0; i < size; i++) {
            // Nearly all are the same object, out of a cache.
            if (names[i] == name) {
                return i;
            }
        }
        int hash = name.hashCode();
        for (int i = 0; i < size; i++) {
            if (names[i].hashCode() == hash && names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable JsonNode get(Object name) {
        int place = placeOf(name, names, size);
        return place < 0 ? null : values[place];
    }

    @Override
    public boolean containsKey(Object name) {
        return placeOf(name, names, size) >= 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super JsonNode> action) {
        for (int i = 0; i < size; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Map.Entry<String, JsonNode>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, JsonNode>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, JsonNode>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Map.Entry<String, JsonNode> next() {
            if (next == size) {
                throw new NoSuchElementException();
            }
            int place = next++;
            return Map.entry(names[place], values[place]);
        }
    }

    /** Collects members one by one. Not thread-safe, and not to be used once they are built. */
    public static final class Builder {
        private static final int FEW = 8;

        private String[] names = new String[FEW];
        private JsonNode[] values = new JsonNode[FEW];
        private int size;

        /** False if there is one of that name already, or if there are too many. */
        public boolean add(String name, JsonNode value) {
            if (size == MOST || placeOf(name, names, size) >= 0) {
                return false;
            }
            if (size == names.length) {
                names = Arrays.copyOf(names, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            names[size] = name;
            values[size++] = value;
            return true;
        }

        /** All that were added. */
        public Members build() {
            return new Members(names, values, size);
        }
    }
}
