package org.sluice.engine.trigger;

import java.util.Optional;
import org.sluice.engine.event.FileEvent.TaskStatusChanged;

/**
 * What DIRAC's column {@code ExternalStatus} can hold: 16 characters of utf8mb3. A longer status is refused, since cut it
 * would be one that nobody told; an external id that is too long is no reason to lose the status, and is cut by the
 * store.
 */
final class FeedbackRule {
    private static final int LONGEST = 16;

    private FeedbackRule() {}

    static Optional<String> objection(TaskStatusChanged event) {
        String status = event.status();
        boolean wide = status.chars().anyMatch(c -> Character.isSurrogate((char) c));
        if (status.length() <= LONGEST && !wide) {
            return Optional.empty();
        }
        return Optional.of("The status \"" + (status.length() > 100 ? status.substring(0, 100) + "..." : status)
                + "\" of task " + event.task() + " of transformation " + event.transformation()
                + (wide ? " has a character beyond U+FFFF" : " has " + status.length() + " characters")
                + "; the column ExternalStatus holds " + LONGEST
                + " characters of three bytes. Send the status as DIRAC names it, for example Done or Failed.");
    }
}
