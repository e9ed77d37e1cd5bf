package org.sluice.engine.store;

import java.time.Instant;
import java.util.List;

/**
 * What is told to others once a task exists.
 *
 * @param id unique, the same whenever the notice is sent again
 * @param type the transformation's type
 */
public record TaskNotice(
        String id, Instant time, int transformationId, String type, int taskId, String targetSe, List<String> lfns) {
    public TaskNotice {
        lfns = List.copyOf(lfns);
    }
}
