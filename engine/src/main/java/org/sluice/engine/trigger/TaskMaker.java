package org.sluice.engine.trigger;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.grouping.GroupingRequest;
import org.sluice.engine.grouping.Lanes;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.CreatedTask;
import org.sluice.engine.store.StoreUnavailableException;
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

    /**
     * What a transformation's plugin is asked.
     *
     * @param text asks the plugin and nobody else: it may do so in another thread
     */
    record Question<T>(Recipe recipe, Supplier<T> text) {}

    /** The time now. */
    Instant now() {
        return clock.instant();
    }

    /** See {@link TriggerSettings}. */
    int failuresAllowed() {
        return settings.failuresAllowed();
    }

    /**
     * Asks the plugins of several transformations, at the same time those that run in threads of their own: so this takes as
     * long as the slowest of them, not as all together.
     *
     * @return by transformation. Those whose plugin fails are left out: they are quarantined, and their files stay attached
     */
    <T> Map<Integer, T> ask(TriggerTransaction tx, List<Question<T>> questions) {
        int asked = (int) questions.stream().filter(this::isOfAnother).count();
        List<Question<T>> begun = new ArrayList<>();
        for (Question<T> question : questions) {
            Recipe recipe = question.recipe();
            guarded(tx, recipe, () -> plugins.begin(recipe.plugin(), question.text(), asked))
                    .ifPresent(answer -> begun.add(new Question<>(recipe, answer)));
        }
        Map<Integer, T> answers = new TreeMap<>();
        begun.forEach(question -> guarded(tx, question.recipe(), question.text())
                .ifPresent(answer -> answers.put(question.recipe().id(), answer)));
        return answers;
    }

    private boolean isOfAnother(Question<?> question) {
        return question.recipe()
                .knownPlugin()
                .filter(plugin -> !plugins.isTrusted(plugin))
                .isPresent();
    }

    private static <T> Optional<T> guarded(TriggerTransaction tx, Recipe recipe, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (StoreFault fault) {
            throw fault.ofStore;
        } catch (PluginCalls.HurriedException hurried) {
            throw new StoreUnavailableException("The work on a batch was broken off: " + hurried.getMessage(), hurried);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError fault) {
            quarantine(tx, recipe, fault);
            return Optional.empty();
        }
    }

    /** What a plugin makes of files; to be asked by {@link #ask}. */
    List<PlannedTask> plan(Recipe recipe, List<WaitingFile> files, boolean flush, Supplier<Map<String, Long>> counted) {
        GroupingRequest request = new GroupingRequest(recipe.settings(), files, flush, settings.resources(), counted);
        List<PlannedTask> tasks = recipe.plugin().group(request).tasks();
        checkPlan(tasks, files);
        return tasks;
    }

    /** How the plugin's files fall apart; to be asked by {@link #ask}. */
    static Lanes lanes(Recipe recipe) {
        recipe.maxWait();
        return recipe.lanes();
    }

    /**
     * How many files a transformation gave to each SE, for its plugin. One in a thread of its own must not touch the
     * transaction: for those it is counted now, for others when they ask.
     */
    Supplier<Map<String, Long>> filesByUsedSe(TriggerTransaction tx, Recipe recipe) {
        if (plugins.isTrusted(recipe.plugin())) {
            return () -> count(tx, recipe);
        }
        Map<String, Long> counted = tx.filesByUsedSe(recipe.id());
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
