package org.sluice.engine.trigger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.sluice.engine.grouping.Lanes;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.trigger.TaskMaker.Question;

/** The locked transformations that make tasks, and what their plugins say. One whose plugin fails is asked nothing more. */
final class WorkingPlugins {
    private final TriggerTransaction tx;
    private final TaskMaker taskMaker;
    private final Map<Integer, Working> working = new TreeMap<>();

    WorkingPlugins(
            TriggerTransaction tx,
            TaskMaker taskMaker,
            Catalogue catalogue,
            Collection<LockedTransformation> transformations) {
        this.tx = tx;
        this.taskMaker = taskMaker;
        for (LockedTransformation locked : transformations) {
            if (locked.makesTasks()) {
                catalogue
                        .recipe(locked.id())
                        .ifPresent(recipe -> working.put(locked.id(), new Working(recipe, locked)));
            }
        }
    }

    /** A transformation that makes tasks. */
    static final class Working {
        private final Recipe recipe;
        private final boolean closesRuns;
        private Optional<Lanes> lanes = Optional.empty();
        private int room;

        private Working(Recipe recipe, LockedTransformation locked) {
            this.recipe = recipe;
            this.closesRuns = locked.isFilled();
            this.room = recipe.maxTasks() > 0 ? Math.max(0, recipe.maxTasks() - locked.tasks()) : Integer.MAX_VALUE;
        }

        Recipe recipe() {
            return recipe;
        }

        /** Whether no more files are coming by pending work, so that what belongs to an ended run can be closed. */
        boolean closesRuns() {
            return closesRuns;
        }

        /** How many tasks may still be made. */
        int room() {
            return room;
        }

        /** Tasks were made. */
        void made(int tasks) {
            room -= tasks;
        }

        private Lanes lanes() {
            return lanes.orElseThrow();
        }
    }

    /** Empty for a transformation that makes no tasks, or whose plugin has failed. */
    Optional<Working> of(int transformationId) {
        return Optional.ofNullable(working.get(transformationId));
    }

    /**
     * Asks plugins, each how its files fall apart where it has not said so yet.
     *
     * @param questions by transformation
     * @return answers by transformation; none of those that are not here, or fail
     */
    <T> Map<Integer, T> ask(Map<Integer, Function<Lanes, T>> questions) {
        List<Question<Lanes>> first = new ArrayList<>();
        for (int id : questions.keySet()) {
            of(id).filter(one -> one.lanes.isEmpty())
                    .ifPresent(one -> first.add(new Question<>(one.recipe, () -> TaskMaker.lanes(one.recipe))));
        }
        answers(first).forEach((id, lanes) -> of(id).ifPresent(one -> one.lanes = Optional.of(lanes)));
        List<Question<T>> then = new ArrayList<>();
        questions.forEach((id, question) -> of(id).ifPresent(one -> {
            Lanes lanes = one.lanes();
            then.add(new Question<>(one.recipe, () -> question.apply(lanes)));
        }));
        return answers(then);
    }

    private <T> Map<Integer, T> answers(List<Question<T>> questions) {
        Map<Integer, T> answers = taskMaker.ask(tx, questions);
        questions.stream()
                .map(question -> question.recipe().id())
                .filter(id -> !answers.containsKey(id))
                .forEach(working::remove);
        return answers;
    }
}
