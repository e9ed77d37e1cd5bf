package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.JournalEntry;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.LaneLoad;
import org.sluice.engine.store.Placement;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.store.TriggerStore;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.store.Waiting;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.engine.trigger.Trigger;

/** Two engines on one database, working on the same events, files and transformations at once. */
class RaceTest {
    private static final int TRANSFORMATIONS = 4;
    private static final int EVENTS = 120;
    private static final int FILES = 60;
    private static final int BATCHES = 12;
    private static final int TASKS_OF_OTHERS = 25;

    private final List<String> freshIds = Collections.synchronizedList(new ArrayList<>());

    @Test
    void nothingIsDoubledOnMariaDb() throws Exception {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        try (TestDatabase one = new TestDatabase(settings);
                TestDatabase other = new TestDatabase(settings)) {
            race(one, other, 0);
        }
    }

    @Test
    void nothingIsDoubledOnMariaDbWithoutDiracsTrigger() throws Exception {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        try (TestDatabase one = new TestDatabase(settings);
                TestDatabase other = new TestDatabase(settings)) {
            one.execute("DROP TRIGGER TaskID_Generator");
            race(one, other, 0);
        }
    }

    @Test
    void aThirdWriterGetsNumbersOfItsOwn() throws Exception {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        try (TestDatabase one = new TestDatabase(settings);
                TestDatabase other = new TestDatabase(settings)) {
            race(one, other, TASKS_OF_OTHERS);
        }
    }

    @Test
    void nothingIsDoubledOnH2() throws Exception {
        try (TestDatabase one = TestDatabase.h2("race");
                TestDatabase other = TestDatabase.h2("race")) {
            race(one, other, 0);
        }
    }

    /** A step of placing is told of lanes, and then waits for the lock, which a live batch has. */
    @Test
    void aLaneIsReadAfterTheLockAndNotBefore() throws Exception {
        try (TestDatabase database = new TestDatabase(MariaDbServer.get().newDatabase())) {
            int id = database.registry()
                    .create(
                            TransformationJson.read("{\"TransformationName\":\"t\",\"Type\":\"DataReprocessing\","
                                    + "\"Status\":\"Active\",\"GroupSize\":10,\"InputMetaQuery\":{\"X\":1}}"),
                            new Author("a", "", ""));
            Trigger trigger = Triggers.over(database.store(), Clock.systemUTC());
            trigger.handle(List.of(registered("/vo/a")), Instant.now());
            database.store().inTransaction(tx -> {
                List<LaneKey> lanes = tx.lanesAfter(id, 0, Instant.now(), 10).stream()
                        .map(LaneLoad::key)
                        .toList();
                assertThat(tx.oneFileOf(lanes)).containsValue("/vo/a");
                trigger.handle(List.of(registered("/vo/b")), Instant.now());
                tx.lockTransformations(new TreeSet<>(List.of(id)));
                assertThat(tx.lanes(lanes)).extracting(LaneLoad::files).containsExactly(2L);
                return true;
            });
        }
    }

    private static Decoded.Accepted registered(String lfn) {
        return Triggers.accepted(new FileRegistered(
                new EventHeader(lfn, Instant.now(), Optional.empty()),
                lfn,
                OptionalLong.of(1),
                Optional.empty(),
                Optional.empty(),
                List.of("SE-A"),
                Map.of("X", IntNode.valueOf(1))));
    }

    private void race(TestDatabase one, TestDatabase other, int tasksOfOthers) throws Exception {
        for (int i = 1; i <= TRANSFORMATIONS; i++) {
            one.registry().create(definition("t" + i), new Author("a", "", ""));
        }
        List<Callable<Boolean>> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TriggerStore store = (i % 2 == 0 ? one : other).store();
            int seed = i;
            workers.add(() -> handleBatches(store, new Random(seed)));
        }
        workers.add(() -> changeTransformations(other));
        List<Integer> numbersOfOthers = new ArrayList<>();
        workers.add(() -> insertAsDirac(one, tasksOfOthers, numbersOfOthers));
        AtOnce.run(workers);

        assertThat(freshIds).doesNotHaveDuplicates().hasSize(EVENTS);
        assertThat(one.rows("SELECT EventID FROM SluiceJournal")).hasSize(EVENTS);
        for (int id = 1; id <= TRANSFORMATIONS; id++) {
            String of = " WHERE TransformationID = " + id;
            int tasks = one.rows("SELECT TaskID FROM TransformationTasks" + of).size();
            assertThat(one.rows("SELECT TaskID FROM TransformationTasks" + of + " ORDER BY TaskID"))
                    .isEqualTo(IntStream.rangeClosed(1, tasks)
                            .mapToObj(Integer::toString)
                            .toList());
            assertThat(one.rows("SELECT FileID FROM TransformationFileTasks" + of))
                    .doesNotHaveDuplicates();
            assertThat(one.rows("SELECT FileID FROM TransformationFiles" + of)).hasSize(FILES);
            assertThat(one.rows("SELECT FileID, TaskID FROM TransformationFiles" + of
                            + " AND Status = 'Assigned' ORDER BY FileID"))
                    .isEqualTo(one.rows("SELECT FileID, TaskID FROM TransformationFileTasks" + of + " ORDER BY FileID"))
                    .hasSize(FILES);
        }
        assertThat(one.rows("SELECT TaskID FROM TransformationTasks WHERE TransformationID = 1 AND TargetSE = 'theirs'"
                        + " ORDER BY TaskID"))
                .isEqualTo(numbersOfOthers.stream().map(String::valueOf).toList())
                .hasSize(tasksOfOthers);
    }

    private boolean handleBatches(TriggerStore store, Random random) {
        List<Integer> events =
                new ArrayList<>(IntStream.range(0, EVENTS).boxed().toList());
        Collections.shuffle(events, random);
        int size = EVENTS / BATCHES;
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Integer> some = events.subList(batch * size, (batch + 1) * size);
            freshIds.addAll(untilItWorks(store, some));
        }
        return true;
    }

    /** As a consumer does: the same batch again, for as long as the store cannot do it. */
    private static List<String> untilItWorks(TriggerStore store, List<Integer> events) {
        while (true) {
            try {
                return store.inTransaction(t -> handle(t, events));
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageContaining("cannot do it now");
            }
        }
    }

    private static List<String> handle(TriggerTransaction t, List<Integer> events) {
        List<String> fresh = new ArrayList<>(t.recordEvents(events.stream()
                .map(event -> new JournalEntry(
                        "event " + event, "FileRegistered", lfn(event), Instant.EPOCH, Instant.EPOCH, "{}"))
                .toList()));
        SortedSet<String> lfns = new TreeSet<>();
        events.forEach(event -> lfns.add(lfn(event)));
        t.saveFiles(
                t.lockFiles(lfns).values().stream().map(RaceTest::registered).toList());
        Map<String, Map<Integer, String>> existing = t.attachments(lfns);
        SortedSet<Integer> ids =
                new TreeSet<>(IntStream.rangeClosed(1, TRANSFORMATIONS).boxed().toList());
        t.lockTransformations(ids);
        List<Attachment> wanted = new ArrayList<>();
        lfns.forEach(lfn -> ids.stream()
                .filter(id -> !existing.getOrDefault(lfn, Map.of()).containsKey(id))
                .forEach(id -> wanted.add(new Attachment(id, lfn))));
        t.attach(wanted);
        Map<Integer, List<PlannedTask>> plans = new HashMap<>();
        SortedSet<String> lane = new TreeSet<>(List.of("all"));
        t.place(wanted.stream()
                .map(one -> new Placement(one.transformationId(), one.lfn(), lane, 1))
                .toList());
        Map<LaneKey, Integer> most = new HashMap<>();
        ids.forEach(id -> most.put(new LaneKey(id, "all"), FILES));
        t.filesInLanes(most).forEach((key, files) -> plans.put(key.transformationId(), plan(files)));
        t.createTasks(plans);
        return fresh;
    }

    /** Pairs, and whatever is left alone. */
    private static List<PlannedTask> plan(Collection<Waiting> files) {
        List<String> lfns = files.stream().map(one -> one.file().lfn()).toList();
        return IntStream.range(0, (lfns.size() + 1) / 2)
                .mapToObj(i -> new PlannedTask("SE-A", lfns.subList(2 * i, Math.min(lfns.size(), 2 * i + 2))))
                .toList();
    }

    private static String lfn(int event) {
        return "/vo/" + event % FILES;
    }

    private static FileRecord registered(FileRecord file) {
        return file.after(new FileRegistered(
                new EventHeader("e", Instant.EPOCH, Optional.empty()),
                file.lfn(),
                OptionalLong.of(1),
                Optional.empty(),
                Optional.empty(),
                List.of("SE-A"),
                Map.of()));
    }

    private static boolean changeTransformations(TestDatabase database) {
        for (int i = 0; i < 10; i++) {
            int id = 1 + i % TRANSFORMATIONS;
            database.registry().update(id, now -> definition("t" + id), new Author("b", "", ""));
        }
        return true;
    }

    private static boolean insertAsDirac(TestDatabase database, int tasks, List<Integer> numbers) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            while (numbers.size() < tasks) {
                insertAsDirac(statement).ifPresent(numbers::add);
            }
        }
        return true;
    }

    /** The number of the task, or empty where the server chose this client to give way in a deadlock. */
    private static Optional<Integer> insertAsDirac(Statement statement) throws SQLException {
        try {
            statement.executeUpdate("INSERT INTO TransformationTasks (TransformationID, ExternalStatus, ExternalID,"
                    + " TargetSE, CreationTime, LastUpdateTime)"
                    + " VALUES (1, 'Created', '0', 'theirs', UTC_TIMESTAMP(), UTC_TIMESTAMP())");
        } catch (SQLTransactionRollbackException e) {
            return Optional.empty();
        }
        try (ResultSet last = statement.executeQuery("SELECT @last")) {
            assertThat(last.next()).isTrue();
            return Optional.of(last.getInt(1));
        }
    }

    private static TransformationDefinition definition(String name) {
        return TransformationJson.read("{\"TransformationName\":\"" + name
                + "\",\"Type\":\"DataReprocessing\",\"Status\":\"Active\",\"GroupSize\":10}");
    }
}
