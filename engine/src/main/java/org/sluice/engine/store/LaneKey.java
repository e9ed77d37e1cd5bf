package org.sluice.engine.store;

import java.util.Comparator;

/**
 * A lane in which files of a transformation wait; see {@code docs/grouping.md}.
 *
 * @param name at most 64 characters of ASCII; lanes of one run begin with the same characters
 */
public record LaneKey(int transformationId, String name) implements Comparable<LaneKey> {
    private static final Comparator<LaneKey> ORDER =
            Comparator.comparingInt(LaneKey::transformationId).thenComparing(LaneKey::name);

    @Override
    public int compareTo(LaneKey other) {
        return ORDER.compare(this, other);
    }
}
