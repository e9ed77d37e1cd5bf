package org.sluice.engine.trigger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.engine.transformation.Task;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.TaskStatus;

/**
 * What becomes of the rows that transformations have of files that were removed, of files that came back, and of files that
 * were set back while a task has them: see {@code docs/effects.md}.
 */
final class GenerationStep {
    private final TriggerTransaction tx;
    private final List<Attachment> removed;
    private final List<Returning> returning;
    private final List<Attachment> setBack;
    private final Map<Attachment, FileInTransformation> before = new LinkedHashMap<>();
    private final Map<Attachment, FileInTransformation> after = new LinkedHashMap<>();
    private Map<TaskKey, Task> tasks = Map.of();
    private final List<WaitChange> waits = new ArrayList<>();
    private int count;

    /** A file of a later generation than the first that satisfies the query of a transformation that has a row of it. */
    record Returning(Attachment pair, int generation) {}

    /**
     * @param removed pairs of a removed file and a transformation that has a row of it
     * @param returning files that may be there again
     */
    static GenerationStep ofEvents(TriggerTransaction tx, List<Attachment> removed, List<Returning> returning) {
        return new GenerationStep(tx, removed, returning, List.of());
    }

    /** @param pairs a file and a transformation that has it in a task, while its status there says that it waits */
    static GenerationStep ofSetBack(TriggerTransaction tx, List<Attachment> pairs) {
        return new GenerationStep(tx, List.of(), List.of(), pairs);
    }

    private GenerationStep(
            TriggerTransaction tx, List<Attachment> removed, List<Returning> returning, List<Attachment> setBack) {
        this.tx = tx;
        this.removed = List.copyOf(removed);
        this.returning = List.copyOf(returning);
        this.setBack = List.copyOf(setBack);
    }

    /** The transformations to be locked. */
    SortedSet<Integer> transformations() {
        return pairs().map(Attachment::transformationId).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<Attachment> pairs() {
        return Stream.of(removed.stream(), returning.stream().map(Returning::pair), setBack.stream())
                .flatMap(pairs -> pairs);
    }

    private Stream<FileInTransformation> rows(List<Attachment> pairs) {
        return pairs.stream().flatMap(pair -> Optional.ofNullable(before.get(pair)).stream());
    }

    /** Does it, the transformations being locked, and tells which tasks were taken back. */
    List<Withdrawal> run(Map<Integer, LockedTransformation> locked) {
        if (pairs().findAny().isEmpty()) {
            return List.of();
        }
        tx.lockFileRows(pairs().distinct().toList()).forEach(this::note);
        SortedSet<TaskKey> keys = before.values().stream()
                .filter(row -> row.taskId() > 0)
                .map(FileInTransformation::task)
                .collect(Collectors.toCollection(TreeSet::new));
        tasks = keys.isEmpty() ? Map.of() : tx.lockTasks(keys);
        List<Withdrawal> withdrawals = withdraw(locked);
        removed.forEach(pair -> change(pair, row -> row.afterRemoval(isInLiveTask(row) && !isForgone(row))));
        setBack.forEach(pair -> change(pair, row -> isInLiveTask(row) ? row.whileInTask() : row));
        for (Returning file : returning) {
            if (Optional.ofNullable(locked.get(file.pair().transformationId()))
                    .filter(LockedTransformation::takesFiles)
                    .isPresent()) {
                change(file.pair(), row -> row.afterReturn(file.generation(), isInLiveTask(row)));
            }
        }
        save();
        return withdrawals;
    }

    private void note(FileInTransformation row) {
        Attachment pair = new Attachment(row.transformationId(), row.lfn());
        before.putIfAbsent(pair, row);
        after.putIfAbsent(pair, row);
    }

    private void change(Attachment pair, UnaryOperator<FileInTransformation> how) {
        after.computeIfPresent(pair, (key, row) -> how.apply(row));
    }

    /** Tasks that nobody has begun with and that have a file which is not to be in them. */
    private List<Withdrawal> withdraw(Map<Integer, LockedTransformation> locked) {
        TreeMap<TaskKey, Task> withdrawn = new TreeMap<>();
        // Whatever the status of a removed file: DIRAC's clients set that without regard to the task.
        Stream.concat(rows(removed), rows(setBack).filter(GenerationStep::isForgone))
                .flatMap(row -> Optional.ofNullable(tasks.get(row.task())).stream())
                .filter(task -> task.status().equals(TaskStatus.CREATED))
                .forEach(task -> withdrawn.put(task.key(), task));
        if (withdrawn.isEmpty()) {
            return List.of();
        }
        Map<TaskKey, List<String>> lfns = new TreeMap<>();
        for (FileInTransformation row : tx.lockFilesOfTasks(withdrawn.navigableKeySet())) {
            note(row);
            change(new Attachment(row.transformationId(), row.lfn()), FileInTransformation::afterWithdrawal);
            lfns.computeIfAbsent(row.task(), task -> new ArrayList<>()).add(row.lfn());
        }
        tx.deleteTasks(withdrawn.navigableKeySet());
        return withdrawn.values().stream()
                .map(task -> new Withdrawal(
                        task,
                        Optional.ofNullable(locked.get(task.key().transformationId()))
                                .map(LockedTransformation::type)
                                .orElse(""),
                        lfns.getOrDefault(task.key(), List.of())))
                .toList();
    }

    /** A client of DIRAC's has set it back to wait: whoever did that expects nothing more of its task. */
    private static boolean isForgone(FileInTransformation row) {
        return FileStatus.isGroupable(row.status());
    }

    private boolean isInLiveTask(FileInTransformation row) {
        return Optional.ofNullable(tasks.get(row.task()))
                .filter(task -> TaskStatus.isLive(task.status()))
                .isPresent();
    }

    private void save() {
        List<FileInTransformation> changed = new ArrayList<>();
        after.forEach((pair, row) -> {
            FileInTransformation old = before.getOrDefault(pair, row);
            if (!row.equals(old)) {
                changed.add(row);
                count += row.generation() > old.generation() ? 1 : 0;
                waits.add(WaitChange.of(row));
            }
        });
        if (!changed.isEmpty()) {
            tx.saveFileRows(changed);
        }
    }

    /** How many rows began another generation. */
    int count() {
        return count;
    }

    /** What began or ceased to wait. */
    List<WaitChange> changes() {
        return waits;
    }
}
