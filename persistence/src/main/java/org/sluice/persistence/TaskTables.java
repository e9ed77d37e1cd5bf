package org.sluice.persistence;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.store.CreatedTask;
import org.sluice.persistence.Attachments.Assignment;
import org.sluice.persistence.Attachments.FileOf;
import org.sluice.persistence.Flavour.KeyedTable;

/** Everything that a new task is made of, in the tables where DIRAC's task agents look for it. */
final class TaskTables {
    private static final KeyedTable NEW_TASKS =
            new KeyedTable("SluiceNewTasks", List.of("TransformationID", "TaskID"), 2, "TaskID", false);

    private final Statements statements;
    private final Flavour flavour;
    private final Clock clock;
    private final TransformationLocks locks;
    private final DataFiles dataFiles;
    private final Attachments attachments;
    private final LaneTables lanes;

    TaskTables(
            Statements statements,
            Flavour flavour,
            Clock clock,
            TransformationLocks locks,
            DataFiles dataFiles,
            Attachments attachments,
            LaneTables lanes) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
        this.locks = locks;
        this.dataFiles = dataFiles;
        this.attachments = attachments;
        this.lanes = lanes;
    }

    List<CreatedTask> create(Map<Integer, List<PlannedTask>> tasksByTransformation) {
        List<CreatedTask> created = number(new TreeMap<>(tasksByTransformation), Times.seconds(clock.instant()));
        Map<String, Integer> fileIds = idsOf(created);
        List<Object[]> links = Statements.rows();
        List<Object[]> inputs = Statements.rows();
        List<Object[]> wholeTargets = Statements.rows();
        List<Object[]> own = Statements.rows();
        List<Assignment> assignments = new ArrayList<>();
        for (CreatedTask task : created) {
            String target = Narrow.text(task.plan().targetSe());
            own.add(Statements.row(task.transformationId(), task.taskId()));
            // As in DIRAC, a task without input has no row there.
            if (!task.plan().lfns().isEmpty()) {
                inputs.add(Statements.row(
                        task.transformationId(),
                        task.taskId(),
                        String.join(";", task.plan().lfns())));
            }
            if (!target.equals(task.plan().targetSe())) {
                wholeTargets.add(Statements.row(
                        task.transformationId(), task.taskId(), task.plan().targetSe()));
            }
            for (String lfn : task.plan().lfns()) {
                FileOf file = new FileOf(task.transformationId(), fileIds.getOrDefault(lfn, 0));
                links.add(Statements.row(file.transformation(), file.file(), task.taskId()));
                assignments.add(new Assignment(file, task.taskId(), target));
            }
        }
        lanes.leave(assignments.stream().map(Assignment::key).toList());
        // First the file rows, which the links refer to.
        attachments.assign(assignments);
        statements.insert("INSERT INTO TransformationFileTasks (TransformationID, FileID, TaskID) VALUES ", "", links);
        statements.insert("INSERT INTO TaskInputs (TransformationID, TaskID, InputVector) VALUES ", "", inputs);
        statements.insert(
                "INSERT INTO SluiceTaskTargets (TransformationID, TaskID, TargetSE) VALUES ", "", wholeTargets);
        // A withdrawn task's number can come back before anybody has looked at it.
        flavour.insertMissing(statements, NEW_TASKS, own);
        return created;
    }

    private Map<String, Integer> idsOf(List<CreatedTask> tasks) {
        List<String> lfns = tasks.stream()
                .map(task -> task.plan().lfns())
                .flatMap(Collection::stream)
                .distinct()
                .toList();
        Map<String, Integer> ids = dataFiles.find(lfns);
        lfns.stream().filter(lfn -> !ids.containsKey(lfn)).findFirst().ifPresent(lfn -> {
            throw new IllegalStateException(lfn + " is in no transformation");
        });
        return ids;
    }

    /**
     * Inserts the tasks with the next numbers, and reads back which numbers they got: DIRAC's trigger, where there is
     * one, overrides what is given.
     */
    private List<CreatedTask> number(Map<Integer, List<PlannedTask>> tasksByTransformation, LocalDateTime now) {
        List<Object[]> rows = Statements.rows();
        List<PlannedTask> plans = new ArrayList<>();
        tasksByTransformation.forEach((id, tasks) -> tasks.forEach(plan -> {
            plans.add(plan);
            rows.add(Statements.row(id, locks.nextTask(id), "Created", "0", Narrow.text(plan.targetSe()), now, now));
        }));
        List<Integer> numbers = flavour.insertReturning(
                statements,
                "TransformationTasks",
                "TransformationID, TaskID, ExternalStatus, ExternalID, TargetSE, CreationTime, LastUpdateTime",
                rows,
                "TaskID",
                row -> row.getInt("TaskID"));
        List<CreatedTask> created = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            created.add(new CreatedTask((int) rows.get(i)[0], numbers.get(i), plans.get(i)));
        }
        return created;
    }
}
