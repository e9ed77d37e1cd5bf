package org.sluice.engine.grouping;

import java.util.List;
import java.util.Objects;

/**
 * A task to be made.
 *
 * @param targetSe one storage element or several joined by commas
 * @param lfns its files, in order
 * @throws IllegalArgumentException where a target or an LFN is null: plugins of others may not know better
 */
public record PlannedTask(String targetSe, List<String> lfns) {
    @SuppressWarnings("ConstantValue") // code that is not checked for null gives what it likes
    public PlannedTask {
        if (targetSe == null || lfns == null || lfns.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a planned task has no target, or a file without a name");
        }
        lfns = List.copyOf(lfns);
    }
}
