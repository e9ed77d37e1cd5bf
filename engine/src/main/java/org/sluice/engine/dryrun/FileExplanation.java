package org.sluice.engine.dryrun;

import java.util.List;
import java.util.Optional;
import org.sluice.engine.filter.Explanation;
import org.sluice.engine.store.TransformationRegistry.TaskRow;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Transformation;

/**
 * Why a file is in a transformation or not, and why it waits if it does.
 *
 * @param row the file's row in the transformation; empty where it is not in it
 * @param task the task that the row names, where it is there
 * @param query how each condition of the transformation's query sees the file now; empty where there is no query that
 *     can be asked, or nothing is known of the file
 * @param reasons the most important first; at least one
 */
public record FileExplanation(
        String lfn,
        Transformation transformation,
        Optional<FileInTransformation> row,
        Optional<TaskRow> task,
        Optional<Explanation> query,
        List<Reason> reasons) {
    public FileExplanation {
        reasons = List.copyOf(reasons);
    }
}
