package org.sluice.engine.store;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a file of a transformation waits from now on.
 *
 * @param lanes the names of its lanes; none where it does not wait, or nothing can be made of it
 * @param bytes what its size adds to its lanes
 */
public record Placement(int transformationId, String lfn, SortedSet<String> lanes, long bytes) {
    public Placement {
        lanes = Collections.unmodifiableSortedSet(new TreeSet<>(lanes));
    }

    /** It waits nowhere. */
    public static Placement none(int transformationId, String lfn) {
        return new Placement(transformationId, lfn, new TreeSet<>(), 0);
    }
}
