package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.TaskStatusChanged;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.JournalEntry;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.Placement;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.Transformation;

/** The rows that DIRAC's clients and scripts find. */
class RowsTest {
    /** On the wall clocks of Auckland, where this JVM lives, this hour is skipped. */
    private static final Instant NOW = Instant.parse("2026-09-27T02:30:15.987654Z");

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.mariaDb();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void begin() {
        database.begin(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static int transformation(String name) {
        database.execute("INSERT INTO Transformations (TransformationName, Author, AuthorGroup, Status)" + " VALUES ('"
                + name + "', 'a', 'g', 'Active')");
        return Integer.parseInt(
                database.rows("SELECT TransformationID FROM Transformations WHERE TransformationName = '" + name + "'")
                        .get(0));
    }

    private static void createTask(int transformation, String target, String... lfns) {
        database.store().inTransaction(t -> {
            t.recordEvents(List.of(
                    new JournalEntry("e of " + lfns[0], "FileRegistered", lfns[0], NOW, NOW, "{\"π\":\"😀\"}")));
            t.lockFiles(new TreeSet<>(Set.of(lfns)));
            t.lockTransformations(new TreeSet<>(Set.of(transformation)));
            t.attach(List.of(lfns).stream()
                    .map(lfn -> new Attachment(transformation, lfn))
                    .toList());
            return t.createTasks(Map.of(transformation, List.of(new PlannedTask(target, List.of(lfns)))));
        });
    }

    @Test
    void aTaskIsWrittenWhereDiracsAgentsLookForIt() {
        int id = transformation("t");
        createTask(id, "SE-A,SE-B", "/vo/a", "/vo/b");
        assertThat(database.rows("SELECT TaskID, ExternalStatus, ExternalID, TargetSE, CreationTime, LastUpdateTime"
                        + " FROM TransformationTasks"))
                .containsExactly("1|Created|0|SE-A,SE-B|2026-09-27T02:30:15|2026-09-27T02:30:15");
        assertThat(database.rows("SELECT TaskID, InputVector FROM TaskInputs")).containsExactly("1|/vo/a;/vo/b");
        assertThat(database.rows("SELECT LFN, tf.Status, TaskID, TargetSE, UsedSE, LastUpdate, InsertedTime, ErrorCount"
                        + " FROM TransformationFiles tf JOIN DataFiles USING (FileID) ORDER BY LFN"))
                .containsExactly(
                        "/vo/a|Assigned|1|Unknown|SE-A,SE-B|2026-09-27T02:30:15|2026-09-27T02:30:15|0",
                        "/vo/b|Assigned|1|Unknown|SE-A,SE-B|2026-09-27T02:30:15|2026-09-27T02:30:15|0");
        assertThat(database.rows("SELECT LFN, TaskID FROM TransformationFileTasks JOIN DataFiles USING (FileID)"
                        + " ORDER BY LFN"))
                .containsExactly("/vo/a|1", "/vo/b|1");
        assertThat(database.rows("SELECT EventID, EventTime, Received, Body FROM SluiceJournal"))
                .containsExactly("e of /vo/a|2026-09-27T02:30:15.987654|2026-09-27T02:30:15.987654|{\"π\":\"😀\"}");
    }

    @Test
    void aTargetThatDoesNotFitIsCutWithAMarkAndKeptWhole() {
        int id = transformation("t");
        String target = "SE-with-a-long-name,".repeat(20);
        createTask(id, target, "/vo/a");
        String cut = target.substring(0, 252) + "...";
        assertThat(database.rows("SELECT TargetSE FROM TransformationTasks")).containsExactly(cut);
        assertThat(database.rows("SELECT UsedSE FROM TransformationFiles")).containsExactly(cut);
        assertThat(database.rows("SELECT TaskID, TargetSE FROM SluiceTaskTargets"))
                .containsExactly("1|" + target);
    }

    @Test
    void remarksAreWrittenBesideTheirEvents() {
        database.store().inTransaction(t -> {
            t.recordEvents(List.of(
                    new JournalEntry("e1", "FileRegistered", "/vo/a", NOW, NOW, "{}"),
                    new JournalEntry("e2", "FileRegistered", "/vo/b", NOW, NOW, "{}"),
                    new JournalEntry("e3", "FileRegistered", "/vo/c", NOW, NOW, "{}")));
            t.remark(Map.of("e1", "Energy \"much\" is no number", "e3", "Start is no date"));
            return true;
        });
        assertThat(database.rows("SELECT EventID, Remark FROM SluiceJournal ORDER BY EventID"))
                .containsExactly("e1|Energy \"much\" is no number", "e2|null", "e3|Start is no date");
    }

    @Test
    void aTransformationThatCannotBeReadIsLeftOutOfBatchesAlone() {
        int bad = transformation("bad");
        int good = transformation("good");
        database.execute("INSERT INTO TransformationMetaQueries VALUES (" + bad
                + ", 'Energy', '{''>'': open(\"/etc/passwd\")}', 'Dict', 'Input'), (" + good
                + ", 'DataLevel', '1', 'Integer', 'Input')");
        List<Transformation> seen = database
                .store()
                .inTransaction(t -> t.transformationsSince(TriggerTransaction.BEFORE_ALL))
                .orElseThrow()
                .values()
                .stream()
                .flatMap(Optional::stream)
                .toList();
        assertThat(seen).extracting(Transformation::id).containsExactly(good);
        assertThat(database.registry().list()).extracting(Transformation::id).containsExactly(bad, good);
        assertThat(database.registry().list())
                .extracting(one -> one.definition().unreadable().keySet())
                .containsExactly(Set.of("InputMetaQuery"), Set.of());
    }

    @Test
    void aTransformationThatCannotBeReadCanBeMended() {
        int bad = transformation("bad");
        database.execute("INSERT INTO TransformationMetaQueries VALUES (" + bad + ", 'Energy', '{', 'Dict', 'Input')");
        Transformation good = database.registry().find(transformation("good")).orElseThrow();
        database.execute("UPDATE Transformations SET TransformationName = 'other' WHERE TransformationName = 'good'");
        database.registry().update(bad, now -> good.definition(), good.author());
        assertThat(database.registry().find(bad).orElseThrow().definition()).isEqualTo(good.definition());
    }

    @Test
    void columnsThatDiracLeftEmptyAreReadAsEmptyAndStayNull() {
        int id = transformation("t");
        database.execute("UPDATE Transformations SET Status = NULL, Plugin = NULL, InheritedFrom = NULL");
        Transformation read = database.registry().find(id).orElseThrow();
        assertThat(List.of(
                        read.definition().status(),
                        read.definition().plugin(),
                        read.definition().body()))
                .containsOnly("");
        assertThat(read.creationDate()).isEqualTo(Instant.EPOCH);
        database.registry().update(id, now -> now.withStatus("New"), read.author());
        assertThat(database.rows("SELECT Status, Plugin, Body, Description, LastUpdate FROM Transformations"))
                .containsExactly("New|null|null|null|2026-09-27T02:30:15");
    }

    @Test
    void columnsThatSomebodyElseChangesAreNotWrittenBack() {
        int id = transformation("t");
        Transformation read = database.registry().find(id).orElseThrow();
        database.registry().update(id, now -> now.withStatus("Stopped"), read.author());
        assertThat(database.rows("SELECT Message, Author, MessageDate FROM TransformationLog"))
                .containsExactly("Status updated to Stopped|a|2026-09-27T02:30:15");
    }

    /** A batch may be larger and meet more transformations without asking the server more often. */
    @Test
    void theNumberOfStatementsDoesNotGrowWithTheBatch() {
        List<Integer> ids =
                IntStream.range(0, 30).mapToObj(i -> transformation("t" + i)).toList();
        // The first connection's settings are not counted, nor the rows that a transformation gets at its first batch.
        statementsOf(5, ids, "warm-up");
        long few = statementsOf(5, ids.subList(0, 2), "few");
        long many = statementsOf(30, ids, "many");
        assertThat(many).isEqualTo(few).isLessThan(25);
    }

    private static long statementsOf(int files, List<Integer> transformations, String folder) {
        long before = statementsSoFar();
        List<String> lfns = IntStream.range(0, files)
                .mapToObj(i -> "/vo/" + folder + "/" + i)
                .toList();
        database.store().inTransaction(t -> {
            t.recordEvents(lfns.stream()
                    .map(lfn -> new JournalEntry(lfn, "FileRegistered", lfn, NOW, NOW, "{}"))
                    .toList());
            t.directories().share(lfns.stream().map(lfn -> lfn + "/d").collect(Collectors.toCollection(TreeSet::new)));
            t.saveFiles(t.lockFiles(new TreeSet<>(lfns)).values());
            t.attachments(lfns);
            t.lockTransformations(new TreeSet<>(transformations));
            List<Attachment> attachments = new ArrayList<>();
            lfns.forEach(lfn -> transformations.forEach(id -> attachments.add(new Attachment(id, lfn))));
            t.attach(attachments);
            List<Placement> placements = new ArrayList<>();
            Map<LaneKey, Integer> lanes = new TreeMap<>();
            attachments.forEach(one -> {
                placements.add(
                        new Placement(one.transformationId(), one.lfn(), new TreeSet<>(Set.of("one", "two")), 1));
                lanes.put(new LaneKey(one.transformationId(), "one"), 100);
            });
            t.place(placements);
            t.lanes(lanes.keySet());
            t.filesInLanes(lanes);
            Map<Integer, List<PlannedTask>> plans = new TreeMap<>();
            transformations.forEach(id -> plans.put(
                    id,
                    lfns.stream()
                            .map(lfn -> new PlannedTask("SE-A", List.of(lfn)))
                            .toList()));
            return t.createTasks(plans);
        });
        return statementsSoFar() - before;
    }

    @Test
    void feedbackAndWithdrawalTakeNoMoreStatementsForMoreTasks() {
        int id = transformation("t");
        createTasks(id, 43);
        lifeOfTasks(id, 1, 1);
        long few = lifeOfTasks(id, 2, 3);
        long many = lifeOfTasks(id, 4, 43);
        assertThat(many).isEqualTo(few).isLessThan(40);
        assertThat(database.rows("SELECT COUNT(*) FROM TransformationTasks")).containsExactly("0");
    }

    @Test
    void changesOfDirectoriesTakeNoMoreStatementsForMoreDirectories() {
        changeDirectories("warm-up", 1);
        long few = changeDirectories("few", 2);
        long many = changeDirectories("many", 900);
        assertThat(many).isEqualTo(few).isLessThan(10);
        assertThat(database.rows("SELECT COUNT(*) FROM SluiceDirectoryWork")).containsExactly("903");
    }

    private static long changeDirectories(String folder, int count) {
        TreeSet<String> paths = IntStream.range(0, count)
                .mapToObj(i -> "/" + folder + "/" + i)
                .collect(Collectors.toCollection(TreeSet::new));
        database.store()
                .inTransaction(t -> t.lockFiles(
                        paths.stream().map(path -> path + "/f").collect(Collectors.toCollection(TreeSet::new))));
        long before = statementsSoFar();
        database.store().inTransaction(t -> {
            t.directories().save(t.directories().lock(paths).values());
            t.directories().leaveWork(t.directories().withFiles(paths));
            return true;
        });
        return statementsSoFar() - before;
    }

    private static void createTasks(int transformation, int count) {
        for (int i = 1; i <= count; i++) {
            createTask(transformation, "SE-A", "/vo/" + i);
        }
    }

    /** Tells of some tasks, and then deletes them, as a batch does. */
    private static long lifeOfTasks(int transformation, int first, int last) {
        TreeSet<TaskKey> keys = IntStream.rangeClosed(first, last)
                .mapToObj(task -> new TaskKey(transformation, task))
                .collect(Collectors.toCollection(TreeSet::new));
        long before = statementsSoFar();
        database.store().inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(transformation)));
            t.saveTasks(t.lockTasks(keys).values().stream()
                    .map(task -> task.after(new TaskStatusChanged(
                            new EventHeader("e" + task.key(), NOW, Optional.empty()),
                            transformation,
                            task.key().taskId(),
                            "Failed",
                            Optional.of("4711"))))
                    .toList());
            t.saveFileRows(t.lockFilesOfTasks(keys).stream()
                    .map(row -> row.afterTask("Failed", 10).afterReturn(2, false))
                    .toList());
            return t.lockFilesOfTasks(keys);
        });
        database.store().inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(transformation)));
            List<FileInTransformation> rows = t.lockFileRows(keys.stream()
                    .map(key -> new Attachment(transformation, "/vo/" + key.taskId()))
                    .toList());
            t.deleteTasks(keys);
            t.saveFileRows(rows.stream().map(row -> row.afterRemoval(false)).toList());
            return rows;
        });
        return statementsSoFar() - before;
    }

    private static long statementsSoFar() {
        return Long.parseLong(
                Optional.of(database.rows("SHOW GLOBAL STATUS LIKE 'Questions'").get(0))
                        .map(row -> row.substring(row.indexOf('|') + 1))
                        .orElseThrow());
    }

    @Test
    void oldEventsAreForgottenInPieces() {
        database.store()
                .inTransaction(t -> t.recordEvents(IntStream.range(0, 6000)
                        .mapToObj(i -> new JournalEntry("old " + i, "FileRegistered", "/vo/a", NOW, NOW, "{}"))
                        .toList()));
        Instant later = NOW.plus(Duration.ofDays(1));
        database.store()
                .inTransaction(t ->
                        t.recordEvents(List.of(new JournalEntry("new", "FileRegistered", "/vo/a", NOW, later, "{}"))));
        assertThat(database.database().forgetEventsBefore(later)).isEqualTo(6000);
        assertThat(database.rows("SELECT EventID FROM SluiceJournal")).containsExactly("new");
        assertThat(database.database().forgetEventsBefore(later)).isZero();
    }

    @Test
    void theEmbeddedDatabaseKeepsWhatWasCommittedWhenTheProcessDies(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("sluice");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingWriter.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor()).as("see %s", folder.resolve("log")).isEqualTo(DyingWriter.EXIT);
        try (Database database = Database.open(DatabaseSettings.embedded(file))) {
            Set<String> fresh = database.triggerStore().inTransaction(DyingWriter::record);
            assertThat(fresh).isEmpty();
        }
    }

    @Test
    void severalProcessesMayHaveTheEmbeddedDatabaseOpen(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("sluice");
        try (Database database = Database.open(DatabaseSettings.embedded(file))) {
            assertThat(database.transformationRegistry().list()).isEmpty();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            DyingWriter.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            assertThat(process.waitFor()).as("see %s", folder.resolve("log")).isEqualTo(DyingWriter.EXIT);
            Set<String> fresh = database.triggerStore().inTransaction(DyingWriter::record);
            assertThat(fresh).isEmpty();
        }
    }

    @Test
    void aVersionOfWhichNobodyNotedWhatChangedIsToldOf() {
        int id = transformation("t");
        long version = database.registry().version();
        database.execute("UPDATE SluiceRegistry SET Version = Version + 1");
        Optional<Map<Integer, Optional<Transformation>>> some =
                database.store().inTransaction(t -> t.transformationsSince(version));
        assertThat(some).isEmpty();
        Map<Integer, Optional<Transformation>> all = database.store()
                .inTransaction(t -> t.transformationsSince(TriggerTransaction.BEFORE_ALL))
                .orElseThrow();
        assertThat(all).containsKey(id);
    }
}
