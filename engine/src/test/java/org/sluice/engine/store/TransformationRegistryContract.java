package org.sluice.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.store.TransformationRegistry.Counts;
import org.sluice.engine.store.TransformationRegistry.LogEntry;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;

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
    @ValueSource(strings = {"1", "0.1", "2.2", "0.5", "10", "1234567", "16777216", "3000000000"})
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
        assertThatThrownBy(() -> registry().update(other, definition("taken"), AUTHOR))
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
        registry().update(id, changed, new Author("asmith", "", ""));

        assertThat(registry().find(id)).contains(new Transformation(id, changed, AUTHOR, NOW, NOW.plusSeconds(60)));
        assertThat(registry().log(id).subList(1, 5))
                .containsExactly(
                        new LogEntry(NOW.plusSeconds(60), "asmith", "Status updated to Active"),
                        new LogEntry(NOW.plusSeconds(60), "asmith", "GroupSize updated to 3"),
                        new LogEntry(NOW.plusSeconds(60), "asmith", "InputMetaQuery updated to {\"DataLevel\":1}"),
                        new LogEntry(NOW.plusSeconds(60), "asmith", "MaxWait updated to PT1H"));
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
        registry().update(id, bare, AUTHOR);
        assertThat(registry().find(id).orElseThrow().definition()).isEqualTo(bare);
        assertThat(messages(id)).contains("InputMetaQuery removed", "OutputMetaQuery removed", "MaxWait removed");
    }

    @Test
    void anUpdateThatChangesNothingNotesNothing() {
        TransformationDefinition definition = withQuery(definition("t"), QUERY).withStatus("New");
        int id = registry().create(definition, AUTHOR);
        pendingWork();
        clock.advance(Duration.ofMinutes(1));
        registry().update(id, definition, AUTHOR);
        assertThat(messages(id)).hasSize(1);
        assertThat(pendingWork()).isEmpty();
    }

    @Test
    void aMessageThatIsLongerThanDiracsColumnIsKeptWhole() {
        int id = transformation("t", "New");
        String query = "{\"Name\":\"" + "π".repeat(300) + "😀\"}";
        registry().update(id, withQuery(definition("t"), query).withStatus("New"), AUTHOR);
        assertThat(messages(id)).last().isEqualTo("InputMetaQuery updated to " + query);
    }

    @Test
    void whatCannotBeFoundCannotBeChanged() {
        assertThatThrownBy(() -> registry().update(4711, definition("t"), AUTHOR))
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
        registry().update(id, definition("t"), AUTHOR);
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
        registry().update(id, withQuery(definition, "{\"DataLevel\":2}"), AUTHOR);
        assertThat(pendingWork()).containsExactly(backfill(id));
        registry().update(id, withQuery(definition, "{\"DataLevel\":2}").withStatus("Idle"), AUTHOR);
        assertThat(pendingWork()).isEmpty();
        registry().update(id, withQuery(definition, "{\"DataLevel\":2}").withStatus("Active"), AUTHOR);
        assertThat(pendingWork()).containsExactly(backfill(id), group(id));
        registry().update(id, withQuery(definition, "{\"DataLevel\":2}").withStatus("Flush"), AUTHOR);
        assertThat(pendingWork()).containsExactly(group(id));
    }

    @Test
    void aBackfillThatIsWantedAgainBeginsAnew() {
        TransformationDefinition definition = definition("t").withStatus("Stopped");
        int id = registry().create(withQuery(definition, "{\"DataLevel\":1}"), AUTHOR);
        inTransaction(t -> t.advance(t.lockPendingWork().orElseThrow(), 77));
        registry().update(id, withQuery(definition, "{\"DataLevel\":2}"), AUTHOR);
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
}
