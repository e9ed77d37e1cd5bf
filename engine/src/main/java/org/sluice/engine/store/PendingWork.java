package org.sluice.engine.store;

/**
 * Work that a change of a transformation left for the engine.
 *
 * @param position how far it has come: the position of the last file that was looked at
 */
public record PendingWork(int transformationId, Kind kind, long position) {

    /** What is to be done. */
    public enum Kind {
        /** Look through the known files for such as match. */
        BACKFILL,
        /** Group what waits. */
        GROUP
    }
}
