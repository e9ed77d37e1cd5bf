package org.sluice.engine.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** The kinds of events by the name that messages give them. */
enum EventKind {
    FILE_REGISTERED("FileRegistered"),
    REPLICA_REGISTERED("ReplicaRegistered"),
    REPLICA_REMOVED("ReplicaRemoved"),
    METADATA_SET("MetadataSet"),
    FILE_REMOVED("FileRemoved"),
    RUN_ENDED("RunEnded"),
    TASK_STATUS_CHANGED("TaskStatusChanged");

    private static final EventKind[] ALL = values();

    private final String wireName;

    EventKind(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /** The kind of exactly this name. */
    static EventKind named(String name) throws Refusal {
        for (EventKind kind : ALL) {
            if (kind.wireName.equals(name)) {
                return kind;
            }
        }
        throw unknown("an event", name, Stream.of(ALL).map(EventKind::wireName));
    }

    /** The refusal of a name that is none of those known. */
    static Refusal unknown(String what, String name, Stream<String> known) {
        String nearest = known.min((a, b) -> Integer.compare(distance(name, a), distance(name, b)))
                .orElseThrow();
        return new Refusal(
                RejectionReason.UNKNOWN_EVENT,
                Shown.text(name) + " is not the name of " + what + " that Sluice knows; the nearest is \"" + nearest
                        + "\".");
    }

    /** Levenshtein's distance, blind to letter case: how many letters to change, add or leave out. */
    private static int distance(String given, String known) {
        // A name can be a megabyte long; beyond twice the longest known name, nothing changes the answer.
        String a = given.substring(0, Math.min(given.length(), 40)).toLowerCase(Locale.ROOT);
        String b = known.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
