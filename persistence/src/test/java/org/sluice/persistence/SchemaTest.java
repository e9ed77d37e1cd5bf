package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.store.CreatedTask;
import org.sluice.engine.store.KnownFile;
import org.sluice.engine.transformation.Transformation;

class SchemaTest {
    private static final List<String> DIRACS_TABLES = List.of(
            "AdditionalParameters",
            "DataFiles",
            "TaskInputs",
            "TransformationFiles",
            "TransformationFileTasks",
            "TransformationLog",
            "TransformationMetaQueries",
            "Transformations",
            "TransformationTasks");

    static String resource(String name) {
        try (InputStream text = SchemaTest.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException(name);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static DatabaseSettings madeByDirac() throws SQLException {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        try (Connection connection = MariaDbServer.get().connect(name(settings));
                var statement = connection.createStatement()) {
            statement.execute(resource("made-by-dirac.sql"));
        }
        return settings;
    }

    private static String name(DatabaseSettings settings) {
        return settings.url().substring(settings.url().lastIndexOf('/') + 1);
    }

    private static Connection connect(DatabaseSettings settings) throws SQLException {
        return MariaDbServer.get().connect(name(settings));
    }

    @Test
    void onAnEmptyDatabaseDiracsTablesAreSuchAsDiracMakes() throws SQLException {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        Database.open(settings).close();
        List<String> expected = resource("dirac-tables.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        try (Connection connection = connect(settings)) {
            assertThat(SchemaSnapshot.columnsIndexesAndKeys(connection)).isEqualTo(expected);
            assertThat(SchemaSnapshot.tables(connection))
                    .isEqualTo(DIRACS_TABLES.stream()
                            .map(table -> table + " InnoDB utf8mb3_general_ci")
                            .toList());
            assertThat(SchemaSnapshot.triggers(connection))
                    .containsExactly("TaskID_Generator BEFORE INSERT TransformationTasks "
                            + "setnew.taskid=(select@last:=ifnull(max(taskid)+1,1)fromtransformationtasks"
                            + "wheretransformationid=new.transformationid)");
        }
    }

    @Test
    void theTestsIdeaOfDiracsDatabaseIsTheSame() throws SQLException {
        DatabaseSettings ours = MariaDbServer.get().newDatabase();
        Database.open(ours).close();
        DatabaseSettings diracs = madeByDirac();
        try (Connection one = connect(ours);
                Connection other = connect(diracs)) {
            assertThat(SchemaSnapshot.columnsIndexesAndKeys(one))
                    .isEqualTo(SchemaSnapshot.columnsIndexesAndKeys(other));
            assertThat(SchemaSnapshot.triggers(one)).isEqualTo(SchemaSnapshot.triggers(other));
        }
    }

    @Test
    void aDatabaseThatDiracMadeIsLeftAsItIs() throws SQLException {
        DatabaseSettings settings = madeByDirac();
        List<String> before;
        try (Connection connection = connect(settings)) {
            before = SchemaSnapshot.everything(connection);
        }
        Database.open(settings).close();
        try (Connection connection = connect(settings)) {
            assertThat(SchemaSnapshot.everything(connection)).isEqualTo(before);
        }
    }

    @Test
    void aTriggerThatWasTakenAwayIsNotPutBack() throws SQLException {
        DatabaseSettings settings = madeByDirac();
        MariaDbServer.get().run(name(settings), "DROP TRIGGER TaskID_Generator");
        Database.open(settings).close();
        try (Connection connection = connect(settings)) {
            assertThat(SchemaSnapshot.triggers(connection)).isEmpty();
        }
    }

    @Test
    void sluiceWorksOnWithWhatDiracLeft() throws SQLException {
        try (Database database = Database.open(madeByDirac())) {
            Transformation made = database.transformationRegistry().find(1).orElseThrow();
            assertThat(made.definition().name()).isEqualTo("made by DIRAC");
            assertThat(made.definition().groupSize()).isEqualTo("2");
            assertThat(made.definition().description()).isEmpty();
            assertThat(made.definition().parameters()).isEqualTo(Map.of("SourceSE", "['SE-A']"));
            assertThat(made.definition().inputQuery().orElseThrow())
                    .hasToString(
                            "{\"DataLevel\":1,\"Energy\":{\">\":10,\"<=\":200},\"Site\":[\"LaPalma\",\"Paranal\"]}");

            List<CreatedTask> created = database.triggerStore().inTransaction(t -> {
                Set<String> lfns = Set.of("/vo/dirac/unused", "/vo/dirac/elsewhere");
                t.lockFiles(new TreeSet<>(lfns));
                assertThat(t.attachments(lfns)).isEqualTo(Map.of("/vo/dirac/unused", Map.of(1, "Unused")));
                t.lockTransformations(new TreeSet<>(Set.of(1)));
                assertThat(t.waitingAfter(1, 0, 10)).extracting(KnownFile::lfn).containsExactly("/vo/dirac/unused");
                return t.createTasks(Map.of(1, List.of(new PlannedTask("SE-A", List.of("/vo/dirac/unused")))));
            });
            assertThat(created).extracting(CreatedTask::taskId).containsExactly(2);
        }
    }

    @Test
    void openingAgainChangesNothing() throws SQLException {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        Database.open(settings).close();
        List<String> before;
        try (Connection connection = connect(settings)) {
            before = SchemaSnapshot.everything(connection);
        }
        Database.open(settings).close();
        try (Connection connection = connect(settings)) {
            assertThat(SchemaSnapshot.everything(connection)).isEqualTo(before);
        }
    }

    @Test
    void severalMayOpenAnEmptyDatabaseAtOnce() throws Exception {
        openAtOnce(MariaDbServer.get().newDatabase());
        openAtOnce(madeByDirac());
    }

    @RepeatedTest(10)
    void severalMayOpenAnEmptyH2DatabaseAtOnce(@TempDir Path folder) throws Exception {
        openAtOnce(DatabaseSettings.embedded(folder.resolve("sluice")));
    }

    private static void openAtOnce(DatabaseSettings settings) throws Exception {
        int many = 3;
        CountDownLatch start = new CountDownLatch(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<Database>> opened = IntStream.range(0, many)
                    .mapToObj(i -> threads.submit(() -> {
                        start.countDown();
                        start.await();
                        return Database.open(settings);
                    }))
                    .toList();
            for (Future<Database> database : opened) {
                try (Database open = database.get()) {
                    assertThat(open.transformationRegistry().version()).isZero();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aDatabaseOfANewerSluiceIsRefused() {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        Database.open(settings).close();
        MariaDbServer.get()
                .run(
                        name(settings),
                        "INSERT INTO SluiceSchemaHistory SELECT 99, '99', 'from the future', type, 'V99', 1,"
                                + " installed_by, installed_on, 1, 1 FROM SluiceSchemaHistory WHERE version = '2'");
        assertThatThrownBy(() -> Database.open(settings))
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContainingAll(settings.address(), "newer Sluice", "SluiceSchemaHistory");
    }

    @Test
    void aStepThatFailedMayBeTakenAgainOnceItsCauseIsGone() {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        MariaDbServer.get().run(name(settings), "CREATE TABLE SluiceRegistry (Other INTEGER)");
        assertThatThrownBy(() -> Database.open(settings).close())
                .isInstanceOf(SchemaConflictException.class)
                .hasMessageContaining(settings.address());
        MariaDbServer.get().run(name(settings), "DROP TABLE SluiceRegistry");
        try (Database database = Database.open(settings)) {
            assertThat(database.transformationRegistry().list()).isEmpty();
        }
    }

    @Test
    void onlyKnownDatabasesAreAccepted() {
        assertThat(Stream.of("jdbc:mysql://h/d", "jdbc:postgresql://h/d")
                        .map(url -> refusal(url).orElse("accepted")))
                .allSatisfy(message -> assertThat(message).contains("MariaDB", "H2", "jdbc:"));
    }

    private static Optional<String> refusal(String url) {
        try {
            new DatabaseSettings(url, "u", () -> "p", "a", 1);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }
}
