package org.sluice.persistence;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sluice.engine.store.StoreUnavailableException;

/** Brings the tables to this version's state. Several processes may do so at the same time. */
final class Schema {
    private static final String HISTORY = "SluiceSchemaHistory";
    private static final int SECONDS_TO_WAIT_FOR_OTHERS = 60;

    /** Locks of files are between processes, not between threads of one. */
    private static final Lock IN_THIS_PROCESS = new ReentrantLock();

    private final DatabaseSettings settings;
    private final DataSource connections;

    Schema(DatabaseSettings settings, DataSource connections) {
        this.settings = settings;
        this.connections = connections;
    }

    void migrate() {
        try {
            if (settings.isMariaDb()) {
                migrateAlone();
            } else if (settings.file().isPresent()) {
                migrateAlone(settings.file().get());
            } else {
                migrate(flyway());
            }
        } catch (SQLException e) {
            throw new SqlFailure("migrate", e);
        } catch (FlywayException e) {
            if (isAway(e)) {
                throw e;
            }
            throw new SchemaConflictException(
                    "the tables of " + settings.address() + " cannot be brought to this version's state: "
                            + e.getMessage()
                            + "\nIf a newer Sluice was here, use that version; its steps are in the table " + HISTORY,
                    e);
        }
    }

    /** The connection was lost, or the server ran out of something, in the middle of it. */
    private static boolean isAway(FlywayException e) {
        return e.getCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && cause.getSQLState().startsWith("08");
    }

    /**
     * Flyway's own lock is on its history table, which does not exist yet when two processes meet an empty database; so
     * they take turns by a lock of the server.
     */
    private void migrateAlone() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            String name = HISTORY + "@" + connection.getCatalog();
            lock(connection, name);
            try {
                migrate(flyway());
            } finally {
                call(connection, "SELECT RELEASE_LOCK(?)", name, 0);
            }
        }
    }

    /** The same for a database in a file, by a lock on a file beside it; H2 has none that could be asked for. */
    private void migrateAlone(Path database) {
        Path beside = database.resolveSibling(database.getFileName() + ".schema-lock");
        IN_THIS_PROCESS.lock();
        try {
            Files.createDirectories(beside.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(beside, CREATE, WRITE);
                    FileLock others = channel.lock()) {
                migrate(flyway());
            }
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "the file " + beside + " cannot be locked, by which processes take turns to change the tables of "
                            + settings.address() + ": " + e.getMessage(),
                    e);
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    /** A step that failed left its mark; every step can be taken again, since it makes only what is missing. */
    private static void migrate(Flyway flyway) {
        if (Arrays.stream(flyway.info().all()).anyMatch(step -> step.getState().isFailed())) {
            flyway.repair();
        }
        flyway.migrate();
    }

    private void lock(Connection connection, String name) throws SQLException {
        if (call(connection, "SELECT GET_LOCK(?, ?)", name, SECONDS_TO_WAIT_FOR_OTHERS) != 1) {
            throw new StoreUnavailableException(
                    "another process has been changing the tables of " + settings.address() + " for "
                            + SECONDS_TO_WAIT_FOR_OTHERS + " s; wait for it",
                    new SQLException("GET_LOCK timed out"));
        }
    }

    private static int call(Connection connection, String sql, String name, int seconds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            if (seconds > 0) {
                statement.setInt(2, seconds);
            }
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getInt(1) : 0;
            }
        }
    }

    private Flyway flyway() {
        String folder = settings.isMariaDb() ? "mariadb" : "h2";
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(connections)
                .table(HISTORY)
                .locations("classpath:org/sluice/persistence/schema/" + folder)
                .javaMigrations(new DiracTables(folder, settings.isMariaDb()))
                // A database with DIRAC's tables is not empty, and has no history yet.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .baselineDescription("what was there before Sluice")
                // By default the steps of a newer version pass unseen.
                .ignoreMigrationPatterns(new String[0])
                .loggers("slf4j")
                .load();
    }
}
