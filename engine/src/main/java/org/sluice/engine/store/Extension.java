package org.sluice.engine.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.TransformationStatus;

/**
 * Tasks without input, as DIRAC's {@code extendTransformation} makes them for simulations.
 *
 * @param tasks how many; 1 or more
 * @param extendableTypes the transformation types that can have them, letter case aside
 * @param notices whether a {@code TaskCreated} notice goes out for each
 */
public record Extension(int tasks, List<String> extendableTypes, boolean notices) {
    /** What DIRAC writes where no storage element was chosen. */
    private static final String NO_TARGET = "Unknown";

    private static final Set<TransformationStatus> OVER = Set.of(
            TransformationStatus.COMPLETED,
            TransformationStatus.ARCHIVED,
            TransformationStatus.CLEANING,
            TransformationStatus.CLEANED,
            TransformationStatus.TRANSFORMATION_CLEANED,
            TransformationStatus.DELETED);

    public Extension {
        if (tasks < 1) {
            throw new IllegalArgumentException("an extension has 1 task or more, not " + tasks);
        }
        extendableTypes = List.copyOf(extendableTypes);
    }

    /** The line for the transformation's log, in DIRAC's words. */
    public String logMessage() {
        return "Transformation extended by " + tasks + " tasks";
    }

    /**
     * Makes the tasks; for the adapters of {@link TransformationRegistry}.
     *
     * @return their numbers
     * @throws RegistryException when the transformation cannot have them, with the reason
     */
    public List<Integer> make(TriggerTransaction transaction, Transformation transformation, Instant now) {
        int id = transformation.id();
        refuseType(transformation);
        LockedTransformation locked = Optional.ofNullable(transaction
                        .lockTransformations(new TreeSet<>(Set.of(id)))
                        .get(id))
                .orElseThrow(() -> new RegistryException("there is no transformation " + id));
        refuseEnded(transformation, locked);
        refuseTooMany(transformation, locked);
        List<CreatedTask> created =
                transaction.createTasks(Map.of(id, Collections.nCopies(tasks, new PlannedTask(NO_TARGET, List.of()))));
        if (notices) {
            Instant time = now.truncatedTo(ChronoUnit.MILLIS);
            transaction.addNotices(
                    created.stream().map(task -> notice(task, locked, time)).toList());
        }
        return created.stream().map(CreatedTask::taskId).toList();
    }

    private static TaskNotice notice(CreatedTask task, LockedTransformation locked, Instant time) {
        return new TaskNotice(
                TaskNotice.Kind.CREATED,
                UUID.randomUUID().toString(),
                time,
                locked.id(),
                locked.type(),
                task.taskId(),
                NO_TARGET,
                List.of());
    }

    private void refuseType(Transformation transformation) {
        String type = transformation.definition().type();
        if (extendableTypes.stream().noneMatch(type::equalsIgnoreCase)) {
            throw new RegistryException(
                    "transformation %d, %s, has the type %s, which makes its tasks from files; tasks without input are for %s (/Operations/Defaults/Transformations/ExtendableTransfTypes)"
                            .formatted(
                                    transformation.id(),
                                    transformation.definition().name(),
                                    type,
                                    String.join(", ", extendableTypes)));
        }
    }

    private static void refuseEnded(Transformation transformation, LockedTransformation locked) {
        if (TransformationStatus.of(locked.status()).filter(OVER::contains).isPresent()) {
            throw new RegistryException("transformation %d, %s, is %s and gets no more tasks"
                    .formatted(locked.id(), transformation.definition().name(), locked.status()));
        }
    }

    private void refuseTooMany(Transformation transformation, LockedTransformation locked) {
        int most = transformation.definition().maxNumberOfTasks();
        if (most > 0 && (long) locked.tasks() + tasks > most) {
            throw new RegistryException(
                    "transformation %d, %s, has made %d of its MaxNumberOfTasks %d: %d more are allowed, not %d; set MaxNumberOfTasks higher first"
                            .formatted(
                                    locked.id(),
                                    transformation.definition().name(),
                                    locked.tasks(),
                                    most,
                                    Math.max(0, most - locked.tasks()),
                                    tasks));
        }
    }
}
