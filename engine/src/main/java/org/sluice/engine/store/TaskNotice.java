package org.sluice.engine.store;

import java.time.Instant;
import java.util.List;

/**
 * What is told to others once a task exists, or exists no more.
 *
 * @param id unique, the same whenever the notice is sent again
 * @param type the transformation's type
 */
public record TaskNotice(
        Kind kind,
        String id,
        Instant time,
        int transformationId,
        String type,
        int taskId,
        String targetSe,
        List<String> lfns) {
    public TaskNotice {
        lfns = List.copyOf(lfns);
    }

    /** What became of the task. */
    public enum Kind {
        /** It was made. */
        CREATED("TaskCreated"),
        /** It was taken back before anybody had begun with it: a file of it is gone. */
        WITHDRAWN("TaskWithdrawn");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** Its name in messages. */
        public String wireName() {
            return wireName;
        }

        /**
         * The kind of that name in messages.
         *
         * @throws IllegalArgumentException where there is none
         */
        public static Kind named(String wireName) {
            for (Kind kind : values()) {
                if (kind.wireName.equals(wireName)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of notice: " + wireName);
        }
    }
}
