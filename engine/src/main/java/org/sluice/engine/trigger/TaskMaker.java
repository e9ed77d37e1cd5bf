package org.sluice.engine.trigger;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.grouping.GroupingPlugin;
import org.sluice.engine.grouping.GroupingRequest;
import org.sluice.engine.grouping.Lanes;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.CreatedTask;
import org.sluice.engine.store.TaskNotice;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.TaskKey;

/** Asks plugins, and makes the tasks of which they think. */
final class TaskMaker {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMaker.class);

    private final TriggerSettings settings;
    private final Clock clock;
    private final PluginCalls plugins;

    TaskMaker(TriggerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.plugins = new PluginCalls(settings.pluginTimeout());
    }

    /** The time now. */
    Instant now() {
        return clock.instant();
    }

    /** See {@link TriggerSettings}. */
    int failuresAllowed() {
        return settings.failuresAllowed();
    }

    /**
     * What the plugin makes of files; empty where it fails, which stops its own transformation only: it is quarantined,
     * and its files stay attached.
     */
    Optional<List<PlannedTask>> plan(TriggerTransaction tx, Recipe recipe, List<WaitingFile> files, boolean flush) {
        return guarded(tx, recipe, () -> {
            GroupingPlugin plugin = recipe.plugin();
            GroupingRequest request = new GroupingRequest(
                    recipe.settings(), files, flush, settings.resources(), countedBySe(tx, recipe, plugin));
            List<PlannedTask> tasks =
                    plugins.call(plugin, () -> plugin.group(request)).tasks();
            checkPlan(tasks, files);
            return tasks;
        });
    }

    /** What a question about a plugin's work gives; empty where that fails, which quarantines its transformation. */
    <T> Optional<T> guarded(TriggerTransaction tx, Recipe recipe, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (StoreFault fault) {
            throw fault.ofStore;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError fault) {
            quarantine(tx, recipe, fault);
            return Optional.empty();
        }
    }

    /** A plugin in a thread of its own must not touch the transaction: for those it is counted before. */
    private Supplier<Map<String, Long>> countedBySe(TriggerTransaction tx, Recipe recipe, GroupingPlugin plugin) {
        if (plugins.isTrusted(plugin)) {
            return () -> count(tx, recipe);
        }
        Map<String, Long> counted = count(tx, recipe);
        return () -> counted;
    }

    private static Map<String, Long> count(TriggerTransaction tx, Recipe recipe) {
        try {
            return tx.filesByUsedSe(recipe.id());
        } catch (RuntimeException fault) {
            throw new StoreFault(fault);
        }
    }

    /** What the store throws while a plugin asks it: no fault of the plugin's. */
    private static final class StoreFault extends RuntimeException {
        private final transient RuntimeException ofStore;

        StoreFault(RuntimeException ofStore) {
            super(ofStore);
            this.ofStore = ofStore;
        }
    }

    /** How the plugin's files fall apart; empty where it cannot say, which is a fault like any other of it. */
    Optional<Lanes> lanes(TriggerTransaction tx, Recipe recipe) {
        return guarded(tx, recipe, () -> {
            recipe.maxWait();
            GroupingPlugin plugin = recipe.plugin();
            Lanes lanes = plugins.call(plugin, recipe::lanes);
            return plugins.isTrusted(plugin) ? lanes : bounded(plugin, lanes);
        });
    }

    private Lanes bounded(GroupingPlugin plugin, Lanes lanes) {
        return new Lanes() {
            @Override
            public Collection<String> of(WaitingFile file) {
                return plugins.call(plugin, () -> List.copyOf(lanes.of(file)));
            }

            @Override
            public boolean mayFill(long files, long bytes) {
                return plugins.call(plugin, () -> lanes.mayFill(files, bytes));
            }

            @Override
            public int most() {
                return plugins.call(plugin, lanes::most);
            }
        };
    }

    private static void quarantine(TriggerTransaction tx, Recipe recipe, Throwable fault) {
        LOG.error("transformation {} is quarantined: its plugin {} failed", recipe.id(), recipe.pluginName(), fault);
        tx.quarantine(recipe.id(), "plugin " + recipe.pluginName() + " failed: " + fault.getMessage());
    }

    /** Makes tasks of locked transformations, and leaves their notices. */
    int create(TriggerTransaction tx, Catalogue catalogue, Map<Integer, List<PlannedTask>> plans) {
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
