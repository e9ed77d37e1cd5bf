package org.sluice.engine.grouping;

import java.util.Collection;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A file of a transformation that is in no task.
 *
 * @param sizeBytes its size, where known
 * @param replicas the storage elements that hold it, sorted; empty where none is known
 */
public record WaitingFile(String lfn, OptionalLong sizeBytes, SortedSet<String> replicas) {
    public WaitingFile {
        replicas = Collections.unmodifiableSortedSet(new TreeSet<>(replicas));
    }

    /** A file with the storage elements in any order. */
    public static WaitingFile of(String lfn, OptionalLong sizeBytes, Collection<String> replicas) {
        return new WaitingFile(lfn, sizeBytes, new TreeSet<>(replicas));
    }
}
