package org.sluice.engine.trigger;

import java.util.List;
import java.util.stream.Stream;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.RejectionReason;

/**
 * What became of a batch, once it is committed.
 *
 * @param events how many events took effect
 * @param duplicates how many were known already, and had no effect again
 * @param refused events that cannot take effect; to be dead-lettered
 * @param attachments how many files were given to transformations
 * @param tasks how many tasks were made
 */
public record BatchResult(int events, int duplicates, List<Refusal> refused, int attachments, int tasks) {
    public BatchResult {
        refused = List.copyOf(refused);
    }

    static final BatchResult NOTHING = new BatchResult(0, 0, List.of(), 0, 0);

    BatchResult plus(BatchResult other) {
        return new BatchResult(
                events + other.events,
                duplicates + other.duplicates,
                Stream.concat(refused.stream(), other.refused.stream()).toList(),
                attachments + other.attachments,
                tasks + other.tasks);
    }

    /** An event that cannot take effect, and why. */
    public record Refusal(Decoded.Accepted event, RejectionReason reason, String message) {}
}
