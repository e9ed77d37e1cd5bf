package org.sluice.engine.grouping;

import java.util.List;

/**
 * A task to be made.
 *
 * @param targetSe one storage element or several joined by commas
 * @param lfns its files, in order
 */
public record PlannedTask(String targetSe, List<String> lfns) {
    public PlannedTask {
        lfns = List.copyOf(lfns);
    }
}
