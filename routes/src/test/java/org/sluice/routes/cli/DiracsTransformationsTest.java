package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.persistence.Database;
import org.sluice.persistence.DatabaseSettings;
import org.sluice.routes.cli.Commands.Result;

/** Commands on transformations that DIRAC stored, and that Sluice would not have stored so. */
class DiracsTransformationsTest {
    private static final DatabaseSettings SETTINGS = new DatabaseSettings(
            "jdbc:h2:mem:diracs-transformations;LOCK_TIMEOUT=10000", "sa", () -> "", "H2 in memory", 4);

    private Database database;
    private Commands commands;

    @BeforeEach
    void start(@TempDir Path folder) {
        database = Database.open(SETTINGS);
        commands = new Commands(folder, configuration -> new Kept(database));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Stores that the test closes. */
    private record Kept(Database database) implements Registries.Open {
        @Override
        public TransformationRegistry registry() {
            return database.transformationRegistry();
        }

        @Override
        public TriggerStore triggerStore() {
            return database.triggerStore();
        }

        @Override
        public FileLookup fileLookup() {
            return database.fileLookup();
        }

        @Override
        public void close() {
            // the test does
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(SETTINGS.url(), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void insert(int id, String name, String plugin, String status) throws SQLException {
        execute("INSERT INTO Transformations (TransformationID, TransformationName, Author, AuthorGroup, Type, Plugin,"
                + " Status, GroupSize) VALUES (" + id + ", '" + name + "', 'dirac', 'prod', 'Merge', " + plugin + ", "
                + status + ", 2)");
    }

    private TransformationDefinition read(int id) {
        return database.transformationRegistry().find(id).orElseThrow().definition();
    }

    private Result transformation(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "transformation";
        System.arraycopy(args, 0, all, 1, args.length);
        return commands.run(all);
    }

    private void succeeds(String... args) {
        Result result = transformation(args);
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void aNameThatIsNotUniqueIsRefusedWithTheNumbers() throws SQLException {
        insert(9, "Dup", "'Standard'", "'Active'");
        insert(10, "Dup", "'Standard'", "'Active'");
        for (String command : new String[] {"delete", "clean", "show", "files", "log"}) {
            Result result = transformation(command, "Dup");
            assertThat(result.exitCode()).as(command).isEqualTo(1);
            assertThat(result.err()).contains("9 and 10", "Dup").doesNotContain("\tat ");
        }
        assertThat(transformation("set", "Dup", "Status=Stopped").err()).contains("9 and 10");
        succeeds("set", "10", "Status=Stopped");
        assertThat(read(10).status()).isEqualTo("Stopped");
        assertThat(read(9).status()).isEqualTo("Active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'LHCbByRun'", "'None'", "NULL"})
    void whatHasAnUnknownPluginIsStoppedAndEditedButNotActivated(String plugin) throws SQLException {
        insert(19, "runs", plugin, "'Active'");
        succeeds("set", "19", "Status=Stopped");
        succeeds("set", "19", "Description=by run");
        assertThat(read(19).status()).isEqualTo("Stopped");
        assertThat(read(19).description()).isEqualTo("by run");

        Result activated = transformation("set", "19", "Status=Active");
        assertThat(activated.exitCode()).isEqualTo(1);
        assertThat(activated.err()).contains("plugin", "Standard");
        assertThat(read(19).status()).isEqualTo("Stopped");
        succeeds("set", "19", "Status=Active", "Plugin=Standard");
    }

    @Test
    void whatHasABadQueryIsStoppedAndEditedButNotActivated() throws SQLException {
        insert(23, "bad", "'Standard'", "'Active'");
        execute("INSERT INTO TransformationMetaQueries VALUES (23, 'Level', '{''between'': 3}', 'Dict', 'Input')");
        succeeds("set", "23", "Status=Stopped");
        succeeds("set", "23", "GroupSize=7");
        assertThat(read(23).status()).isEqualTo("Stopped");

        Result activated = transformation("set", "23", "Status=Active");
        assertThat(activated.exitCode()).isEqualTo(1);
        assertThat(activated.err()).contains("bad", "InputMetaQuery is refused", "between");
        assertThat(transformation("set", "23", "InputMetaQuery={\"Level\":{\"~\":1}}")
                        .err())
                .contains("InputMetaQuery is refused", "~");
        succeeds("set", "23", "Status=Active", "InputMetaQuery={\"Level\":3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'ValidatingInput'", "'Testing'", "NULL"})
    void whatHasAStatusThatSluiceDoesNotKnowIsEditedAndStopped(String status) throws SQLException {
        insert(20, "odd", "'Standard'", status);
        succeeds("set", "20", "Description=x");
        assertThat(read(20).description()).isEqualTo("x");
        assertThat("'" + read(20).status() + "'").isIn(status, "''");
        assertThat(transformation("set", "20", "Status=Testing2").err()).contains("Status \"Testing2\" is not known");
        succeeds("set", "20", "Status=Stopped");
        assertThat(read(20).status()).isEqualTo("Stopped");
    }

    private static JsonNode json(Result result) {
        return Json.text(result.out().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatHasAnUnreadableQueryIsThereAndSaysSo() throws SQLException {
        insert(5, "fine", "'Standard'", "'Active'");
        insert(6, "dated", "'Standard'", "'Stopped'");
        execute("INSERT INTO TransformationMetaQueries VALUES"
                + " (6, 'Start', '{''>'': datetime.datetime(2020, 1, 1)}', 'Dict', 'Input')");

        Result list = transformation("list");
        assertThat(list.lines()[2]).contains("6  dated").endsWith("InputMetaQuery unreadable");
        assertThat(list.err()).contains("warning: transformation 6, dated", "InputMetaQuery", "Start");
        assertThat(json(transformation("list", "--json"))
                        .at("/1/Unreadable/InputMetaQuery")
                        .textValue())
                .contains("Start");
        assertThat(transformation("show", "dated").out()).contains("Unreadable", "InputMetaQuery", "Start");
        assertThat(transformation("show", "6", "--json").out()).contains("\"Unreadable\"");
        assertThat(transformation("show", "fine").err()).isEmpty();
        for (String command : new String[] {"log", "tasks", "files"}) {
            succeeds(command, "6");
        }
        assertThat(transformation("graph").err()).contains("warning: transformation 6, dated");
    }

    @Test
    void whatHasAnUnreadableQueryIsEditedMendedAndActivated() throws SQLException {
        insert(6, "dated", "'Standard'", "'Stopped'");
        execute("INSERT INTO TransformationMetaQueries VALUES (6, 'Start', '1.5', 'Integer', 'Input')");
        succeeds("set", "6", "Description=x");
        Result activated = transformation("set", "6", "Status=Active");
        assertThat(activated.exitCode()).isEqualTo(1);
        assertThat(activated.err()).contains("dated", "InputMetaQuery cannot be read", "Start");
        succeeds("set", "6", "InputMetaQuery={\"Start\":1}");
        succeeds("set", "6", "Status=Active");
        assertThat(read(6).inputQuery()).hasToString("Optional[{\"Start\":1}]");
        assertThat(read(6).description()).isEqualTo("x");
    }

    @Test
    void whatHasAnUnreadableQueryIsExplainedCleanedAndDeleted() throws SQLException {
        insert(6, "dated", "'Standard'", "'Active'");
        execute("INSERT INTO TransformationMetaQueries VALUES (6, 'Start', '1.5', 'Integer', 'Input')");
        String events = commands.file("E.jsonl", "{\"event\":\"FileRegistered\",\"lfn\":\"/vo/a\"}");
        assertThat(commands.run("import", events).exitCode()).isZero();

        Result explained = commands.run("explain", "/vo/a", "6", "--json");
        assertThat(explained.exitCode()).as(explained.err()).isZero();
        assertThat(json(explained).at("/Reasons/0/Code").textValue()).isEqualTo("BadQuery");
        assertThat(json(explained).at("/Reasons/0/Message").textValue()).contains("InputMetaQuery", "Start");
        succeeds("clean", "6");
        succeeds("delete", "6");
        assertThat(database.transformationRegistry().list()).isEmpty();
    }
}
