package org.sluice.engine.grouping;

import java.util.List;
import java.util.Map;

/**
 * What a plugin made of the waiting files.
 *
 * @param tasks in creation order
 * @param waiting why files wait that are in no task: LFN to a sentence; only where there is more to say than that
 *     their group is not full
 */
public record Grouping(List<PlannedTask> tasks, Map<String, String> waiting) {
    public Grouping {
        tasks = List.copyOf(tasks);
        waiting = Map.copyOf(waiting);
    }

    /** Tasks, with nothing particular to say of the files that wait. */
    public static Grouping of(List<PlannedTask> tasks) {
        return new Grouping(tasks, Map.of());
    }
}
