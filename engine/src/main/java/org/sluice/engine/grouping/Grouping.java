package org.sluice.engine.grouping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plugin made of the waiting files.
 *
 * @param tasks in creation order
 * @param waiting why files wait that are in no task: LFN to a sentence; only where there is more to say than that
 *     their group is not full; in the order in which the plugin gave them
 */
public record Grouping(List<PlannedTask> tasks, Map<String, String> waiting) {
    public Grouping {
        tasks = List.copyOf(tasks);
        waiting = Collections.unmodifiableMap(new LinkedHashMap<>(waiting));
    }

    /** Tasks, with nothing particular to say of the files that wait. */
    public static Grouping of(List<PlannedTask> tasks) {
        return new Grouping(tasks, Map.of());
    }
}
