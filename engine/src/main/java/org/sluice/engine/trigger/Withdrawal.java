package org.sluice.engine.trigger;

import java.util.List;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.transformation.Task;

/**
 * A task that was taken back.
 *
 * @param type the transformation's
 */
record Withdrawal(Task task, String type, List<String> lfns) {
    PlannedTask contents() {
        return new PlannedTask(task.targetSe(), lfns);
    }
}
