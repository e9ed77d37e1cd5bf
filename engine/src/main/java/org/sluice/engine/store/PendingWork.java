package org.sluice.engine.store;

import java.time.Instant;

/**
 * Work that a change of a transformation left for the engine.
 *
 * @param position how far it has come: the position of the last file or lane that was looked at
 * @param started when it was left to be done
 */
public record PendingWork(int transformationId, Kind kind, long position, Instant started) {

    /** What is to be done. */
    public enum Kind {
        /** Look through the known files for such as match. */
        BACKFILL,
        /** Place all files that can be grouped anew, and group what can be. */
        GROUP,
        /** Group what is left, lane by lane, and end the flush. */
        FLUSH
    }
}
