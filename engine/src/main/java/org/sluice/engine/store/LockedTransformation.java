package org.sluice.engine.store;

import java.util.Set;
import org.sluice.engine.transformation.TransformationStatus;

/**
 * A transformation as it is while this transaction holds it.
 *
 * @param type the transformation's type
 * @param status the text in the table, which may be one that Sluice does not know
 * @param tasks how many task numbers were given out
 * @param quarantined whether its plugin failed and nobody released it yet
 * @param pending the work that was left for it and is not done
 */
public record LockedTransformation(
        int id, String type, String status, int tasks, boolean quarantined, Set<PendingWork.Kind> pending) {
    /** Keeps its own copy of the set. */
    public LockedTransformation {
        pending = Set.copyOf(pending);
    }

    /** Whether matching files are attached to it. */
    public boolean takesFiles() {
        return TransformationStatus.takesFiles(status);
    }

    /** Whether it is to be grouped now. */
    public boolean makesTasks() {
        return !quarantined && TransformationStatus.makesTasks(status);
    }

    /** Whether no pending work brings more files to its lanes. */
    public boolean isFilled() {
        return pending.stream().noneMatch(PendingWork.Kind::brings);
    }
}
