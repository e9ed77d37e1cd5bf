package org.sluice.engine.file;

import java.time.Instant;
import java.util.Comparator;

/**
 * Which event said something, so that of two statements about one key the later wins, however they arrive: the later
 * time, and at equal times the greater id.
 */
public record Stamp(Instant time, String eventId) implements Comparable<Stamp> {
    /**
     * The time of what was said at a moment that nobody knows, such as a catalogue dump without times: before whatever
     * an event says.
     */
    public static final Instant UNDATED = Instant.EPOCH;

    private static final Comparator<Stamp> ORDER =
            Comparator.comparing(Stamp::time).thenComparing(Stamp::eventId);

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }
}
