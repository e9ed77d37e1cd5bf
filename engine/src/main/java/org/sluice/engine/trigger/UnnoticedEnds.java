package org.sluice.engine.trigger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Task;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.TaskStatus;

/** Files whose generation ended, or that were set back, while a task worked on them, and whose task has ended without an event. */
final class UnnoticedEnds {
    private static final int FILES = 500;

    private final TriggerTransaction tx;
    private final Catalogue catalogue;
    private final TaskMaker taskMaker;

    UnnoticedEnds(TriggerTransaction tx, Catalogue catalogue, TaskMaker taskMaker) {
        this.tx = tx;
        this.catalogue = catalogue;
        this.taskMaker = taskMaker;
    }

    /** Settles some, and says whether there may be more. */
    boolean run() {
        List<Attachment> pairs = tx.endedUnnoticed(FILES);
        if (pairs.isEmpty()) {
            return false;
        }
        TreeSet<String> lfns = pairs.stream().map(Attachment::lfn).collect(Collectors.toCollection(TreeSet::new));
        Enrichment enrichment = new Enrichment(tx);
        enrichment.share(lfns);
        tx.lockFiles(lfns);
        Map<Integer, LockedTransformation> locked = tx.lockTransformations(
                pairs.stream().map(Attachment::transformationId).collect(Collectors.toCollection(TreeSet::new)));
        List<FileInTransformation> rows = tx.lockFileRows(pairs);
        Map<TaskKey, Task> tasks = tx.lockTasks(
                rows.stream().map(FileInTransformation::task).collect(Collectors.toCollection(TreeSet::new)));
        List<FileInTransformation> settled = rows.stream()
                .filter(row -> row.ended() && isOver(tasks, row))
                .map(FileInTransformation::afterUnnoticedEnd)
                .toList();
        tx.saveFileRows(settled);
        GroupStep groups = new GroupStep(tx, taskMaker, catalogue, locked.values());
        groups.place(settled.stream().map(WaitChange::of).toList(), enrichment::facts);
        groups.run();
        return !settled.isEmpty();
    }

    /** A task that is not there any more is over too. */
    private static boolean isOver(Map<TaskKey, Task> tasks, FileInTransformation row) {
        return Optional.ofNullable(tasks.get(row.task()))
                .filter(task -> TaskStatus.isLive(task.status()))
                .isEmpty();
    }
}
