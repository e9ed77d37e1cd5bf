package org.sluice.engine.trigger;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.grouping.GroupingRequest;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.CreatedTask;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.TaskNotice;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.TransformationStatus;

/** Lets the plugins of locked transformations group what waits, and makes the tasks. */
final class TaskMaker {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMaker.class);

    private final TriggerSettings settings;
    private final Clock clock;

    TaskMaker(TriggerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** See {@link TriggerSettings}. */
    int failuresAllowed() {
        return settings.failuresAllowed();
    }

    /**
     * Makes what tasks can be made. A plugin that fails stops its own transformation only: it is quarantined, and its
     * files stay attached.
     *
     * @return how many tasks were made
     */
    int makeTasks(TriggerTransaction tx, Catalogue catalogue, List<LockedTransformation> transformations) {
        Map<Recipe, LockedTransformation> ready = new LinkedHashMap<>();
        for (LockedTransformation locked : transformations) {
            catalogue
                    .recipe(locked.id())
                    .filter(recipe -> makesTasks(recipe, locked))
                    .ifPresent(recipe -> ready.put(recipe, locked));
        }
        if (ready.isEmpty()) {
            return 0;
        }
        Map<Integer, List<WaitingFile>> waiting = waitingFiles(tx, ready.keySet());
        Map<Integer, List<PlannedTask>> plans = new LinkedHashMap<>();
        ready.forEach((recipe, locked) -> {
            List<PlannedTask> plan = plan(tx, recipe, locked, waiting.getOrDefault(recipe.id(), List.of()));
            if (!plan.isEmpty()) {
                plans.put(recipe.id(), plan);
            }
        });
        int made = create(tx, catalogue, plans);
        ready.values().stream().filter(TaskMaker::flushes).forEach(locked -> tx.endFlush(locked.id()));
        return made;
    }

    private static Map<Integer, List<WaitingFile>> waitingFiles(TriggerTransaction tx, Set<Recipe> recipes) {
        Map<Integer, List<WaitingFile>> waiting = new HashMap<>();
        for (boolean needsReplica : new boolean[] {true, false}) {
            Set<Integer> ids = new HashSet<>();
            recipes.stream()
                    .filter(recipe -> recipe.settings().needsReplicas() == needsReplica)
                    .forEach(recipe -> ids.add(recipe.id()));
            if (!ids.isEmpty()) {
                waiting.putAll(tx.waitingFiles(ids, needsReplica));
            }
        }
        return waiting;
    }

    private List<PlannedTask> plan(
            TriggerTransaction tx, Recipe recipe, LockedTransformation locked, List<WaitingFile> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        try {
            List<PlannedTask> tasks = recipe.plugin()
                    .group(new GroupingRequest(
                            recipe.settings(),
                            files,
                            flushes(locked),
                            settings.resources(),
                            () -> tx.filesByUsedSe(recipe.id())))
                    .tasks();
            checkPlan(tasks, files);
            return recipe.maxTasks() > 0
                    ? tasks.subList(0, Math.min(tasks.size(), recipe.maxTasks() - locked.tasks()))
                    : tasks;
        } catch (RuntimeException | LinkageError | StackOverflowError fault) {
            LOG.error(
                    "transformation {} is quarantined: its plugin {} failed", recipe.id(), recipe.pluginName(), fault);
            tx.quarantine(recipe.id(), "plugin " + recipe.pluginName() + " failed: " + fault.getMessage());
            return List.of();
        }
    }

    private int create(TriggerTransaction tx, Catalogue catalogue, Map<Integer, List<PlannedTask>> plans) {
        if (plans.isEmpty()) {
            return 0;
        }
        List<CreatedTask> created = tx.createTasks(plans);
        if (settings.notices()) {
            tx.addNotices(created.stream()
                    .map(task -> notice(
                            TaskNotice.Kind.CREATED,
                            new TaskKey(task.transformationId(), task.taskId()),
                            catalogue
                                    .recipe(task.transformationId())
                                    .map(Recipe::type)
                                    .orElse(""),
                            task.plan()))
                    .toList());
        }
        return created.size();
    }

    /** Leaves notices of tasks that are there no more. */
    void announceWithdrawn(TriggerTransaction tx, List<Withdrawal> withdrawals) {
        if (settings.notices() && !withdrawals.isEmpty()) {
            tx.addNotices(withdrawals.stream()
                    .map(one -> notice(TaskNotice.Kind.WITHDRAWN, one.task().key(), one.type(), one.contents()))
                    .toList());
        }
    }

    private TaskNotice notice(TaskNotice.Kind kind, TaskKey task, String type, PlannedTask contents) {
        return new TaskNotice(
                kind,
                UUID.randomUUID().toString(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                task.transformationId(),
                type,
                task.taskId(),
                contents.targetSe(),
                contents.lfns());
    }

    private static boolean makesTasks(Recipe recipe, LockedTransformation locked) {
        boolean active = TransformationStatus.of(locked.status())
                .filter(TransformationStatus::makesTasks)
                .isPresent();
        boolean roomLeft = recipe.maxTasks() <= 0 || locked.tasks() < recipe.maxTasks();
        return active && !locked.quarantined() && (roomLeft || flushes(locked));
    }

    /** A flush waits for the end of a backfill, so that it takes in all that matches when it starts. */
    private static boolean flushes(LockedTransformation locked) {
        return TransformationStatus.FLUSH.text().equals(locked.status()) && !locked.backfilling();
    }

    /** A plugin is not trusted: a file that it makes up, or uses twice, must not reach the tables. */
    private static void checkPlan(List<PlannedTask> tasks, List<WaitingFile> files) {
        Set<String> free = new HashSet<>();
        files.forEach(file -> free.add(file.lfn()));
        for (PlannedTask task : tasks) {
            List<String> wrong = new ArrayList<>(task.lfns());
            wrong.removeIf(free::remove);
            Optional<String> first = wrong.stream().findFirst();
            if (first.isPresent()) {
                throw new IllegalStateException("it put " + first.get() + " into a task twice, or made it up");
            }
            if (task.lfns().isEmpty()) {
                throw new IllegalStateException("it made a task without files");
            }
        }
    }
}
