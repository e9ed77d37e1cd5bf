package org.sluice.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.TransformationRegistry.Counts;
import org.sluice.engine.store.TransformationRegistry.LogEntry;
import org.sluice.engine.store.TransformationRegistry.Progress;
import org.sluice.engine.store.TransformationRegistry.TaskRow;
import org.sluice.engine.store.TransformationRegistry.Unassigned;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;

/** What every {@link TransformationRegistry} does. */
public abstract class TransformationRegistryContract extends StoreContract {
    private static final String QUERY =
            "{\"DataLevel\":1,\"Energy\":{\">\":10,\"<=\":200.5},\"Site\":[\"LaPalma\",\"Paranal\"],\"Zero\":0}";

    private List<PendingWork> pendingWork() {
        List<PendingWork> all = new ArrayList<>();
        Optional<PendingWork> next = takeWork();
        while (next.isPresent()) {
            all.add(next.get());
            next = takeWork();
        }
        return all;
    }

    private Optional<PendingWork> takeWork() {
        return store().inTransaction(t -> {
            Optional<PendingWork> work = t.lockPendingWork();
            work.ifPresent(t::finish);
            return work;
        });
    }

    private static PendingWork backfill(int id) {
        return new PendingWork(id, PendingWork.Kind.BACKFILL, 0, NOW);
    }

    private static PendingWork group(int id) {
        return new PendingWork(id, PendingWork.Kind.GROUP, 0, NOW);
    }

    private List<String> messages(int id) {
        return registry().log(id).stream().map(LogEntry::message).toList();
    }

    @Test
    void whatIsCreatedComesBack() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("MaxWait", "PT1H");
        parameters.put("SourceSE", "['SE-A', 'SE-B']");
        TransformationDefinition definition = with(
                definition("Reprocess gammas"),
                new BigDecimal("2.2"),
                Optional.of(json(QUERY)),
                Optional.of(json("{\"DataLevel\":2}")),
                parameters);
        int id = registry().create(definition, AUTHOR);
        assertThat(registry().find(id)).contains(new Transformation(id, definition, AUTHOR, NOW, NOW));
        assertThat(registry().list()).containsExactly(new Transformation(id, definition, AUTHOR, NOW, NOW));
        assertThat(registry().find(id + 1)).isEmpty();
        assertThat(registry().log(id)).containsExactly(new LogEntry(NOW, "jdoe", "Transformation " + id + " created"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.1", "2.2", "0.5", "10", "1234567", "16777216", "3000000000", "4700000000"})
    void groupSizesComeBackAsTheyWereGiven(String size) {
        TransformationDefinition definition = definition("t");
        int id = registry()
                .create(with(definition, new BigDecimal(size), Optional.empty(), Optional.empty(), Map.of()), AUTHOR);
        assertThat(registry().find(id).orElseThrow().definition().groupSize()).isEqualTo(new BigDecimal(size));
    }

    @Test
    void aTakenNameIsRefused() {
        int id = transformation("taken", "Active");
        assertThatThrownBy(() -> transformation("Taken", "New"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll("Taken", "transformation " + id);
        int other = transformation("other", "New");
        assertThatThrownBy(() -> replace(other, definition("taken")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("taken");
        assertThat(registry().find(other).orElseThrow().definition().name()).isEqualTo("other");
    }

    @Test
    void anUpdateNotesWhatChanged() {
        int id = transformation("t", "New");
        clock.advance(Duration.ofMinutes(1));
        TransformationDefinition changed = with(
                definition("t").withStatus("Active"),
                new BigDecimal("3"),
                Optional.of(json("{\"DataLevel\":1}")),
                Optional.empty(),
                Map.of("MaxWait", "PT1H"));
        registry().update(id, now -> changed, new Author("asmith", "", ""));

        assertThat(registry().find(id)).contains(new Transformation(id, changed, AUTHOR, NOW, NOW.plusSeconds(60)));
        assertThat(registry().log(id).subList(1, 5))
                .containsExactly(
                        new LogEntry(NOW.plusSeconds(60), "asmith", "Status updated to Active"),
                        new LogEntry(NOW.plusSeconds(60), "asmith", "GroupSize updated to 3"),
                        new LogEntry(NOW.plusSeconds(60), "asmith", "InputMetaQuery updated to {\"DataLevel\":1}"),
                        new LogEntry(NOW.plusSeconds(60), "asmith", "MaxWait updated to PT1H"));
    }

    @Test
    void aChangeIsMadeToTheDefinitionAsItIs() {
        int id = transformation("t", "Active");
        TransformationDefinition seenBefore = registry().find(id).orElseThrow().definition();
        registry().update(id, now -> now.withStatus("Stopped"), new Author("bob", "", ""));
        registry().update(id, now -> TransformationJson.with(now, "Description", "x"), AUTHOR);
        registry().update(id, now -> TransformationJson.with(now, "MaxWait", "PT1H"), AUTHOR);

        assertThat(seenBefore.status()).isEqualTo("Active");
        TransformationDefinition changed = registry().find(id).orElseThrow().definition();
        assertThat(changed.status()).isEqualTo("Stopped");
        assertThat(changed.description()).isEqualTo("x");
        assertThat(changed.parameters()).containsExactly(Map.entry("MaxWait", "PT1H"));
        assertThat(messages(id).subList(1, 4))
                .containsExactly("Status updated to Stopped", "Description updated to x", "MaxWait updated to PT1H");
    }

    @Test
    void aChangeThatIsRefusedChangesNothing() {
        int id = transformation("t", "Active");
        long version = registry().version();
        RegistryException refusal = new RegistryException("not so");
        assertThatThrownBy(() -> registry()
                        .update(
                                id,
                                now -> {
                                    throw refusal;
                                },
                                AUTHOR))
                .isSameAs(refusal);
        assertThat(messages(id)).hasSize(1);
        assertThat(registry().version()).isEqualTo(version);
    }

    @Test
    void changesAtTheSameTimeAllHold() throws Exception {
        int id = transformation("t", "Active");
        List<Callable<Boolean>> writers = List.of(changing(id, "One"), changing(id, "Two"), changing(id, "Three"));
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            for (Future<Boolean> done : threads.invokeAll(writers)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(registry().find(id).orElseThrow().definition().parameters())
                .hasSize(15)
                .containsEntry("One1", "1")
                .containsEntry("Three5", "5");
    }

    private Callable<Boolean> changing(int id, String prefix) {
        return () -> {
            for (int i = 1; i <= 5; i++) {
                String value = Integer.toString(i);
                registry().update(id, now -> TransformationJson.with(now, prefix + value, value), AUTHOR);
            }
            return true;
        };
    }

    @Test
    void whatIsTakenAwayIsGone() {
        int id = registry()
                .create(
                        with(
                                definition("t"),
                                BigDecimal.TEN,
                                Optional.of(json(QUERY)),
                                Optional.of(json(QUERY)),
                                Map.of("MaxWait", "PT1H")),
                        AUTHOR);
        TransformationDefinition bare =
                with(definition("t"), BigDecimal.TEN, Optional.empty(), Optional.empty(), Map.of());
        replace(id, bare);
        assertThat(registry().find(id).orElseThrow().definition()).isEqualTo(bare);
        assertThat(messages(id)).contains("InputMetaQuery removed", "OutputMetaQuery removed", "MaxWait removed");
    }

    @Test
    void anUpdateThatChangesNothingNotesNothing() {
        TransformationDefinition definition = withQuery(definition("t"), QUERY).withStatus("New");
        int id = registry().create(definition, AUTHOR);
        pendingWork();
        clock.advance(Duration.ofMinutes(1));
        replace(id, definition);
        assertThat(messages(id)).hasSize(1);
        assertThat(pendingWork()).isEmpty();
    }

    @Test
    void aMessageThatIsLongerThanDiracsColumnIsKeptWhole() {
        int id = transformation("t", "New");
        String query = "{\"Name\":\"" + "π".repeat(300) + "😀\"}";
        replace(id, withQuery(definition("t"), query).withStatus("New"));
        assertThat(messages(id)).last().isEqualTo("InputMetaQuery updated to " + query);
    }

    @Test
    void whatCannotBeFoundCannotBeChanged() {
        assertThatThrownBy(() -> replace(4711, definition("t")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("4711");
        assertThatThrownBy(() -> registry().delete(4711, AUTHOR))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("4711");
    }

    @Test
    void everyChangeGivesTheNextVersion() {
        long start = registry().version();
        int id = transformation("t", "New");
        long created = registry().version();
        replace(id, definition("t"));
        long updated = registry().version();
        registry().delete(id, AUTHOR);
        assertThat(List.of(start, created, updated, registry().version()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void aRefusedChangeGivesNoVersion() {
        transformation("t", "New");
        long before = registry().version();
        assertThatThrownBy(() -> transformation("t", "New")).isInstanceOf(RegistryException.class);
        assertThat(registry().version()).isEqualTo(before);
    }

    @Test
    void aNewTransformationLeavesWork() {
        int active = registry().create(withQuery(definition("active"), QUERY), AUTHOR);
        assertThat(pendingWork()).containsExactly(backfill(active), group(active));
        registry().create(withQuery(definition("idle"), QUERY).withStatus("Idle"), AUTHOR);
        transformation("fed by hand", "New");
        assertThat(pendingWork()).isEmpty();
        int fresh = registry().create(withQuery(definition("new"), QUERY).withStatus("New"), AUTHOR);
        assertThat(pendingWork()).containsExactly(backfill(fresh));
    }

    @Test
    void aChangedQueryLooksAtKnownFilesAgain() {
        TransformationDefinition definition = definition("t").withStatus("Stopped");
        int id = registry().create(withQuery(definition, "{\"DataLevel\":1}"), AUTHOR);
        pendingWork();
        replace(id, withQuery(definition, "{\"DataLevel\":2}"));
        assertThat(pendingWork()).containsExactly(backfill(id));
        replace(id, withQuery(definition, "{\"DataLevel\":2}").withStatus("Idle"));
        assertThat(pendingWork()).isEmpty();
        replace(id, withQuery(definition, "{\"DataLevel\":2}").withStatus("Active"));
        assertThat(pendingWork()).containsExactly(backfill(id), group(id));
        replace(id, withQuery(definition, "{\"DataLevel\":2}").withStatus("Flush"));
        assertThat(pendingWork()).containsExactly(group(id));
    }

    @Test
    void aBackfillThatIsWantedAgainBeginsAnew() {
        TransformationDefinition definition = definition("t").withStatus("Stopped");
        int id = registry().create(withQuery(definition, "{\"DataLevel\":1}"), AUTHOR);
        inTransaction(t -> t.advance(t.lockPendingWork().orElseThrow(), 77));
        replace(id, withQuery(definition, "{\"DataLevel\":2}"));
        assertThat(pendingWork()).containsExactly(backfill(id));
    }

    @Test
    void whatIsDeletedIsGoneWithAllThatBelongsToIt() {
        int id = registry()
                .create(
                        with(
                                definition("t"),
                                BigDecimal.ONE,
                                Optional.of(json(QUERY)),
                                Optional.empty(),
                                Map.of("MaxWait", "PT1H")),
                        AUTHOR);
        int other = transformation("other", "Active");
        attachNew(id, "/vo/a", "/vo/b");
        attachNew(other, "/vo/a");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.createTasks(Map.of(id, List.of(new PlannedTask("SE-A", List.of("/vo/a")))));
        });
        registry().delete(id, AUTHOR);

        assertThat(registry().find(id)).isEmpty();
        assertThat(registry().files(id, 10)).isEmpty();
        assertThat(registry().tasks(id, 10)).isEmpty();
        assertThat(registry().log(id)).isEmpty();
        assertThat(registry().files(other, 10)).hasSize(1);
        assertThat(pendingWork()).containsExactly(group(other));
        assertThat(transformation("t", "New")).isNotEqualTo(other);
    }

    @Test
    void filesAndTasksAreListedUpToALimit() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.createTasks(Map.of(
                    id, List.of(new PlannedTask("SE-A", List.of("/vo/a")), new PlannedTask("SE-A", List.of("/vo/b")))));
        });
        assertThat(registry().files(id, 2)).extracting(file -> file.lfn()).containsExactly("/vo/a", "/vo/b");
        assertThat(registry().tasks(id, 1)).extracting(task -> task.taskId()).containsExactly(1);
    }

    @Test
    void countsAreByStatusAndTarget() {
        int id = transformation("t", "Active");
        int empty = transformation("empty", "New");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.createTasks(Map.of(
                    id, List.of(new PlannedTask("SE-A", List.of("/vo/a")), new PlannedTask("SE-B", List.of("/vo/b")))));
        });
        assertThat(registry().counts())
                .containsExactly(
                        new Counts(
                                id,
                                Map.of("Assigned", 2L, "Unused", 1L),
                                Map.of("Created", 2L),
                                Map.of("SE-A", 1L, "SE-B", 1L)),
                        new Counts(empty, Map.of(), Map.of(), Map.of()));
    }

    @Test
    void aTaskIsFoundByItsNumber() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.createTasks(Map.of(
                    id, List.of(new PlannedTask("SE-A", List.of("/vo/a")), new PlannedTask("SE-B", List.of("/vo/b")))));
        });
        assertThat(registry().task(id, 2)).contains(registry().tasks(id, 2).get(1));
        assertThat(registry().task(id, 3)).isEmpty();
        assertThat(registry().task(id + 1, 1)).isEmpty();
    }

    @Test
    void whatWaitsIsTold() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c");
        inTransaction(t -> {
            register(t, List.of("/vo/nowhere"));
            t.attach(List.of(new Attachment(id, "/vo/nowhere")));
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.createTasks(Map.of(id, List.of(new PlannedTask("SE-A", List.of("/vo/b")))));
        });
        WaitingFile a = WaitingFile.of("/vo/a", OptionalLong.of(1000), List.of("SE-A"));
        WaitingFile c = WaitingFile.of("/vo/c", OptionalLong.of(1000), List.of("SE-A"));
        WaitingFile nowhere = WaitingFile.of("/vo/nowhere", OptionalLong.of(1000), List.of());

        assertThat(registry().unassigned(id, 3))
                .isEqualTo(new Unassigned(List.of(a, c, nowhere), true, Map.of("SE-A", 1L), 1));
        assertThat(registry().unassigned(id, 2)).isEqualTo(new Unassigned(List.of(a, c), false, Map.of("SE-A", 1L), 1));
        assertThat(registry().unassigned(id + 1, 2)).isEqualTo(new Unassigned(List.of(), true, Map.of(), 0));
    }

    @Test
    void pendingWorkSaysHowFarItHasCome() {
        inTransaction(t -> register(t, List.of("/vo/a", "/vo/b", "/vo/c")));
        inTransaction(t -> t.lockFiles(new TreeSet<>(Set.of("/vo/spoken-of"))));
        int id = registry().create(withQuery(definition("t"), QUERY), AUTHOR);
        long second = store().inTransaction(t -> t.filesAfter(0, 2)).get(1).position();
        inTransaction(t -> t.advance(t.lockPendingWork().orElseThrow(), second));

        assertThat(registry().pendingWork())
                .containsExactly(
                        new Progress(new PendingWork(id, PendingWork.Kind.BACKFILL, second, NOW), 2, 3),
                        new Progress(group(id), 0, 0));
    }

    @Test
    void aStatusThatCannotFollowIsRefusedWithThoseThatCan() {
        int id = transformation("t", "Archived");
        assertThatThrownBy(() -> replace(id, definition("t").withStatus("Active")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll("t is Archived", "Cleaning");
        assertThat(registry().find(id).orElseThrow().definition().status()).isEqualTo("Archived");
        replace(id, definition("t").withStatus("Cleaning"));
        assertThat(registry().find(id).orElseThrow().definition().status()).isEqualTo("Cleaning");
    }

    @Test
    void anExtensionMakesTasksWithoutInput() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.createTasks(Map.of(id, List.of(new PlannedTask("SE-A", List.of("/vo/a")))));
        });
        List<Integer> numbers = registry().extend(id, new Extension(2, SIMULATIONS, true), new Author("jane", "", ""));

        assertThat(numbers).containsExactly(2, 3);
        assertThat(registry().tasks(id, 10).subList(1, 3))
                .containsExactly(
                        new TaskRow(2, "Created", "0", "Unknown", NOW, NOW, List.of()),
                        new TaskRow(3, "Created", "0", "Unknown", NOW, NOW, List.of()));
        assertThat(registry().log(id))
                .last()
                .isEqualTo(new LogEntry(NOW, "jane", "Transformation extended by 2 tasks"));
        List<TaskNotice> notices = new ArrayList<>();
        outbox().send(10, notices::addAll);
        assertThat(notices)
                .extracting(TaskNotice::kind, TaskNotice::taskId, TaskNotice::targetSe, TaskNotice::lfns)
                .containsExactly(
                        tuple(TaskNotice.Kind.CREATED, 2, "Unknown", List.of()),
                        tuple(TaskNotice.Kind.CREATED, 3, "Unknown", List.of()));
    }

    @Test
    void anExtensionThatCannotBeIsRefusedWithItsReason() {
        TransformationDefinition capped = withMost(definition("capped"), 3);
        int id = registry().create(capped, AUTHOR);
        registry().extend(id, new Extension(2, SIMULATIONS, false), AUTHOR);
        int cleaned = transformation("cleaned", "Cleaned");

        assertThatThrownBy(() -> registry().extend(id, new Extension(2, SIMULATIONS, false), AUTHOR))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll("2 of its MaxNumberOfTasks 3", "1 more");
        assertThatThrownBy(() -> registry().extend(id, new Extension(1, List.of("MCSimulation"), false), AUTHOR))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll("DataReprocessing", "MCSimulation");
        assertThatThrownBy(() -> registry().extend(cleaned, new Extension(1, SIMULATIONS, false), AUTHOR))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Cleaned");
        assertThatThrownBy(() -> registry().extend(4711, new Extension(1, SIMULATIONS, false), AUTHOR))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("4711");
        assertThat(registry().tasks(id, 10)).hasSize(2);
        assertThat(outbox().send(10, notices -> {})).isZero();
    }

    @Test
    void aCleanedTransformationKeepsItsDefinitionAndLogOnly() {
        TransformationDefinition definition = with(
                definition("t"), BigDecimal.ONE, Optional.of(json(QUERY)), Optional.of(json(QUERY)), Map.of("A", "1"));
        int id = registry().create(definition, AUTHOR);
        attachNew(id, "/vo/a", "/vo/b");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.createTasks(Map.of(id, List.of(new PlannedTask("SE-A", List.of("/vo/a")))));
        });
        long version = registry().version();
        registry().clean(id, new Author("jane", "", ""));

        assertThat(registry().find(id).orElseThrow().definition())
                .isEqualTo(definition.withStatus("TransformationCleaned").withoutQueries());
        assertThat(registry().files(id, 10)).isEmpty();
        assertThat(registry().tasks(id, 10)).isEmpty();
        assertThat(pendingWork()).isEmpty();
        assertThat(registry().version()).isGreaterThan(version);
        assertThat(registry().log(id).subList(1, 3))
                .containsExactly(
                        new LogEntry(NOW, "jane", "Transformation Cleaned"),
                        new LogEntry(NOW, "jane", "Status updated to TransformationCleaned"));
        registry().clean(id, AUTHOR);
        int deleted = transformation("deleted", "Deleted");
        assertThatThrownBy(() -> registry().clean(deleted, AUTHOR))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("deleted is Deleted");
    }

    private List<String> filesOf(int id) {
        return registry().files(id, 100).stream()
                .map(file -> file.lfn() + " " + file.status() + " " + file.errorCount() + " " + file.taskId() + " "
                        + file.usedSe())
                .toList();
    }

    /** A parent with files: a in task 1, b processed by task 2, c unused, d tried too often, e removed from it. */
    private int parent() {
        int parent = transformation("parent", "Active");
        attachNew(parent, "/vo/a", "/vo/b", "/vo/c", "/vo/d", "/vo/e");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(parent)));
            t.createTasks(Map.of(
                    parent,
                    List.of(new PlannedTask("SE-A", List.of("/vo/a")), new PlannedTask("SE-A", List.of("/vo/b")))));
        });
        inTransaction(t -> {
            t.lockFiles(new TreeSet<>(Set.of("/vo/b", "/vo/d", "/vo/e")));
            t.lockTransformations(new TreeSet<>(Set.of(parent)));
            t.saveFileRows(List.of(
                    new FileInTransformation(parent, "/vo/b", "Processed", 0, 2),
                    new FileInTransformation(parent, "/vo/d", "MaxReset", 10, 0, 2, false, 0),
                    new FileInTransformation(parent, "/vo/e", "Removed", 0, 0)));
        });
        return parent;
    }

    @Test
    void aDerivedTransformationGetsItsParentsFiles() {
        int parent = parent();
        int derived =
                registry().create(from(parent, definition("derived")).withStatus("New"), new Author("jane", "", ""));

        int base = parent * 1_000_000;
        assertThat(filesOf(derived))
                .containsExactlyInAnyOrder(
                        "/vo/a Assigned-inherited 0 " + (base + 1) + " SE-A",
                        "/vo/b Processed-inherited 0 " + (base + 2) + " SE-A",
                        "/vo/c Unused-inherited 0 0 Unknown",
                        "/vo/d MaxReset-inherited 0 0 Unknown");
        assertThat(lookup().row(derived, "/vo/d").orElseThrow().generation()).isEqualTo(2);
        assertThat(registry().find(parent).orElseThrow().definition().status()).isEqualTo("Completing");
        assertThat(registry().log(parent).subList(1, 3))
                .containsExactly(
                        new LogEntry(NOW, "jane", "Status updated to Completing"),
                        new LogEntry(NOW, "jane", "Creation of the derived transformation (" + derived + ")"));
        assertThat(filesOf(parent)).contains("/vo/c Unused 0 0 Unknown");
    }

    @Test
    void whatWaitsInAParentThatMadeNoTasksIsGrouped() {
        int stopped = transformation("stopped", "Stopped");
        int active = transformation("active", "Active");
        attachNew(stopped, "/vo/a", "/vo/b");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(stopped)));
            t.quarantine(stopped, "the plugin Standard failed");
        });
        pendingWork();
        long before = registry().version();
        int one = registry().create(from(stopped, definition("one")).withStatus("New"), AUTHOR);
        int two = registry().create(from(active, definition("two")).withStatus("New"), AUTHOR);

        assertThat(pendingWork()).containsExactly(group(stopped));
        assertThat(registry().quarantine(stopped)).isEmpty();
        Map<Integer, Optional<Transformation>> changed =
                store().inTransaction(t -> t.transformationsSince(before)).orElseThrow();
        assertThat(changed)
                .containsOnlyKeys(stopped, active, one, two)
                .containsEntry(stopped, registry().find(stopped))
                .containsEntry(active, registry().find(active));
        assertThat(registry().find(stopped).orElseThrow().definition().status()).isEqualTo("Completing");
    }

    @Test
    void unusedFilesMoveWhenTheDerivedTransformationIsActivatedAndOnlyOnce() {
        int parent = parent();
        TransformationDefinition definition = from(parent, definition("derived"));
        int derived = registry().create(definition.withStatus("New"), AUTHOR);
        inTransaction(t -> {
            t.lockFiles(new TreeSet<>(Set.of("/vo/a")));
            t.lockTransformations(new TreeSet<>(Set.of(parent)));
            t.saveFileRows(List.of(new FileInTransformation(parent, "/vo/a", "Processed", 0, 1)));
        });
        replace(derived, definition);
        replace(derived, definition);

        int base = parent * 1_000_000;
        assertThat(filesOf(derived))
                .containsExactlyInAnyOrder(
                        "/vo/a Processed-inherited 0 " + (base + 1) + " SE-A",
                        "/vo/b Processed-inherited 0 " + (base + 2) + " SE-A",
                        "/vo/c Unused 0 0 Unknown",
                        "/vo/d Unused 0 0 Unknown");
        assertThat(filesOf(parent))
                .contains("/vo/c NotProcessed 0 0 Unknown", "/vo/d Moved 10 0 Unknown", "/vo/e Removed 0 0 Unknown");
        assertThat(messages(derived))
                .containsOnlyOnce(
                        "1 Unused files moved from transformation " + parent,
                        "1 MaxReset files moved from transformation " + parent + ", Unused again");
        assertThat(messages(parent)).containsOnlyOnce("Creation of the derived transformation (" + derived + ")");
        assertThat(registry().unassigned(derived, 10).files())
                .extracting(WaitingFile::lfn)
                .containsExactlyInAnyOrder("/vo/c", "/vo/d");
    }

    @Test
    void aDerivedTransformationNeedsAParentThatIsThere() {
        assertThatThrownBy(() -> registry().create(from(4711, definition("derived")), AUTHOR))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll("derived", "4711");
        int id = transformation("t", "New");
        assertThatThrownBy(() -> replace(id, from(id, definition("t"))))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("no other transformation");
        assertThat(registry().list()).hasSize(1);
    }

    @Test
    void quarantinesAreToldUntilTheyEnd() {
        int broken = transformation("broken", "Active");
        int gone = transformation("gone", "Active");
        transformation("sound", "Active");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(broken, gone)));
            t.quarantine(broken, "the plugin failed");
            t.quarantine(gone, "it failed too");
        });
        assertThat(registry().quarantines()).isEqualTo(Map.of(broken, "the plugin failed", gone, "it failed too"));

        registry().delete(gone, AUTHOR);
        assertThat(registry().quarantines()).containsOnlyKeys(broken);
        replace(broken, definition("broken").withStatus("Active"));
        assertThat(registry().quarantines()).isEmpty();
    }

    @Test
    void lineagesAreTold() {
        int deep = transformation("deep", "Active");
        int other = transformation("other", "Active");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(deep, other)));
            t.noteLineages(Map.of(deep, 7));
        });

        assertThat(registry().lineages(List.of(deep, 4711))).isEqualTo(Map.of(deep, 7));
        assertThat(registry().lineages(List.of(other)).getOrDefault(other, 0)).isZero();
        assertThat(registry().lineages(List.of())).isEmpty();
    }

    @Test
    void whatIsLeftOfAParentThatWasDeletedDoesNotHinderChanges() {
        int parent = transformation("parent", "Stopped");
        int derived = registry().create(from(parent, definition("derived")).withStatus("New"), AUTHOR);
        registry().delete(parent, AUTHOR);
        registry().update(derived, now -> now.withStatus("Active"), AUTHOR);
        registry().update(derived, now -> TransformationJson.with(now, "Description", "x"), AUTHOR);
        assertThat(registry().find(derived).orElseThrow().definition().status()).isEqualTo("Active");
    }

    private static final List<String> SIMULATIONS = List.of("MCSimulation", "datareprocessing");

    private static TransformationDefinition from(int parent, TransformationDefinition d) {
        return TransformationJson.with(d, "InheritedFrom", Integer.toString(parent));
    }

    private static TransformationDefinition withMost(TransformationDefinition d, int tasks) {
        return TransformationJson.with(d, "MaxNumberOfTasks", Integer.toString(tasks));
    }
}
