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
        /** Place the files that can be grouped and wait in no lane, and group what can be. */
        UNPLACED,
        /** Ask again of every lane: what may be filled is, and what waits of a run that has ended is grouped. */
        LANES,
        /** Group what is left, lane by lane, and end the flush. */
        FLUSH;

        /** Whether more files come to their lanes by it: until it is done, a group is not small because of its size. */
        public boolean brings() {
            return this == BACKFILL || places();
        }

        /** Whether files that have waited for long come to their lanes by it. */
        public boolean places() {
            return this == GROUP || this == UNPLACED;
        }
    }
}
