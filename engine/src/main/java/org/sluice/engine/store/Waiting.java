package org.sluice.engine.store;

import java.time.Instant;
import java.util.Comparator;
import org.sluice.engine.grouping.WaitingFile;

/**
 * A file that waits in a lane; ordered as they were attached.
 *
 * @param attached when the transformation took it; the epoch where nobody has written when
 * @param position decides between files of one moment
 * @param liveTask the task it was put into last, if that may still work on it; 0 for none
 */
public record Waiting(WaitingFile file, Instant attached, long position, int liveTask) implements Comparable<Waiting> {
    private static final Comparator<Waiting> ORDER =
            Comparator.comparing(Waiting::attached).thenComparingLong(Waiting::position);

    @Override
    public int compareTo(Waiting other) {
        return ORDER.compare(this, other);
    }
}
