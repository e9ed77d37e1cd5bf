package org.sluice.engine.dryrun;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.dryrun.Reason.Code;
import org.sluice.engine.filter.Explanation;
import org.sluice.engine.store.TransformationRegistry.TaskRow;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.engine.transformation.TaskStatus;
import org.sluice.engine.transformation.Transformation;

/** Why a file that is in a transformation has the status that it has. */
record AttachedReasons(
        Transformation transformation,
        FileInTransformation row,
        Optional<TaskRow> task,
        Optional<Explanation> query,
        WaitingReasons waiting) {

    List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>(ofStatus());
        if (isOfOldGeneration()) {
            reasons.add(new Reason(
                    Code.OLD_GENERATION,
                    row.next() > 0
                            ? "the file was removed and registered again: generation %d begins when that task has ended"
                                    .formatted(row.next())
                            : "the file was removed from the catalogue: it is Deleted here when that task has ended"));
        }
        if (!query.map(Explanation::matched).orElse(true)) {
            reasons.add(new Reason(
                    Code.MATCHED_BEFORE,
                    "it does not satisfy the InputMetaQuery now; it did when it was attached, or was added by hand,"
                            + " and what is attached stays"));
        }
        return reasons;
    }

    private List<Reason> ofStatus() {
        String status = row.status();
        if (FileStatus.isGroupable(status)) {
            return ofWaiting();
        }
        return List.of(
                switch (status) {
                    case FileStatus.ASSIGNED -> new Reason(Code.IN_TASK, "it is in " + taskText());
                    case FileStatus.PROCESSED -> new Reason(Code.PROCESSED, "it was processed by " + taskText());
                    case FileStatus.MAX_RESET ->
                        new Reason(
                                Code.MAX_RESET,
                                "its tasks failed %d times; it is tried again only when somebody sets it to Unused"
                                        .formatted(row.errorCount()));
                    case FileStatus.DELETED ->
                        new Reason(
                                Code.REMOVED,
                                "the file was removed from the catalogue; registered again, it would be taken again");
                    default -> other(status);
                });
    }

    private boolean isOfOldGeneration() {
        return row.ended() && row.next() != row.generation();
    }

    private List<Reason> ofWaiting() {
        if (isOfOldGeneration()) {
            return List.of();
        }
        if (task.filter(last -> TaskStatus.isLive(last.status())).isPresent()) {
            return List.of(new Reason(
                    Code.TASK_NOT_OVER,
                    "it is in " + taskText() + ", though its status is " + row.status()
                            + ": a file is in one live task at most, and is grouped again when that task has ended"));
        }
        return waiting.of(transformation, row.lfn());
    }

    private Reason other(String status) {
        if (status.endsWith("-inherited")) {
            return new Reason(
                    Code.INHERITED,
                    "it belongs to transformation "
                            + transformation.definition().inheritedFrom()
                            + ", from which this one is derived, and was "
                            + status.substring(0, status.lastIndexOf('-')) + " there");
        }
        return new Reason(
                Code.OTHER_STATUS,
                "its status is " + status + ", which a person or another client has set; only Unused and ProbInFC are"
                        + " grouped");
    }

    private String taskText() {
        if (row.taskId() == 0) {
            return "a task of which the row has no number";
        }
        return task.map(t -> "task %d (%s, external id %s) for %s"
                        .formatted(t.taskId(), t.status(), t.externalId(), t.targetSe()))
                .orElse("task " + row.taskId() + ", which is not there any more");
    }
}
