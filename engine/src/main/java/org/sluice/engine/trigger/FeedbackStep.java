package org.sluice.engine.trigger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.event.FileEvent.TaskStatusChanged;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Task;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.TaskStatus;

/** What the systems that run tasks told of them: their status, and what becomes of their files. */
final class FeedbackStep {
    private final TriggerTransaction tx;
    private final List<TaskStatusChanged> events;
    private final int failuresAllowed;
    private final List<WaitChange> waits = new ArrayList<>();

    /** @param failuresAllowed see {@link TriggerSettings} */
    FeedbackStep(TriggerTransaction tx, List<TaskStatusChanged> events, int failuresAllowed) {
        this.tx = tx;
        this.events = List.copyOf(events);
        this.failuresAllowed = failuresAllowed;
    }

    /** The tasks that may let go of files. */
    SortedSet<TaskKey> ending() {
        return events.stream()
                .filter(event -> !TaskStatus.isLive(event.status()))
                .map(FeedbackStep::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The transformations to be locked. */
    SortedSet<Integer> transformations() {
        return events.stream().map(TaskStatusChanged::transformation).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Applies the events; the transformations are locked.
     *
     * @throws UnknownTaskException where a task is not there, naming all such events
     */
    void run() {
        if (events.isEmpty()) {
            return;
        }
        SortedSet<TaskKey> keys = events.stream().map(FeedbackStep::key).collect(Collectors.toCollection(TreeSet::new));
        Map<TaskKey, Task> before = tx.lockTasks(keys);
        refuseUnknown(before);
        Map<TaskKey, Task> after = new TreeMap<>(before);
        events.forEach(event -> after.computeIfPresent(key(event), (key, task) -> task.after(event)));
        after.values().removeAll(before.values());
        if (!after.isEmpty()) {
            tx.saveTasks(after.values());
            settleFiles(after, ended(before));
        }
    }

    private static Set<TaskKey> ended(Map<TaskKey, Task> tasks) {
        return tasks.values().stream()
                .filter(task -> !TaskStatus.isLive(task.status()))
                .map(Task::key)
                .collect(Collectors.toSet());
    }

    /** What began or ceased to wait. */
    List<WaitChange> changes() {
        return waits;
    }

    /** @param ended tasks that had ended before */
    private void settleFiles(Map<TaskKey, Task> changed, Set<TaskKey> ended) {
        TreeMap<TaskKey, Task> concerned = new TreeMap<>(changed);
        concerned.values().removeIf(task -> TaskStatus.isLive(task.status()) && !ended.contains(task.key()));
        if (concerned.isEmpty()) {
            return;
        }
        List<FileInTransformation> settled = new ArrayList<>();
        for (FileInTransformation row : tx.lockFilesOfTasks(concerned.navigableKeySet())) {
            String status = Optional.ofNullable(concerned.get(row.task()))
                    .map(Task::status)
                    .orElse("");
            FileInTransformation after = row.afterTask(status, failuresAllowed);
            if (!after.equals(row)) {
                settled.add(after);
                waits.add(WaitChange.of(after));
            }
        }
        tx.saveFileRows(settled);
    }

    private void refuseUnknown(Map<TaskKey, Task> known) {
        Map<String, String> sentences = new LinkedHashMap<>();
        for (TaskStatusChanged event : events) {
            if (!known.containsKey(key(event))) {
                sentences.put(
                        event.header().id(),
                        "Transformation " + event.transformation() + " has no task " + event.task()
                                + ", whose status " + event.status() + " was told; it was never made, or was withdrawn"
                                + " or deleted. Check the numbers, and that this is the database they come from.");
            }
        }
        if (!sentences.isEmpty()) {
            throw new UnknownTaskException(sentences);
        }
    }

    private static TaskKey key(TaskStatusChanged event) {
        return new TaskKey(event.transformation(), event.task());
    }
}
