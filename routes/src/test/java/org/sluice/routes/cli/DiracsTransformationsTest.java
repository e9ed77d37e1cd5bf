package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}
