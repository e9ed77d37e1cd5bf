package org.sluice.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.Stores;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;

/** A database that tests share, opened once a class and emptied before each test; as an extension, closed after the last. */
final class TestDatabase implements Stores, AfterAllCallback, AutoCloseable {
    private static final List<String> CHILDREN_FIRST = List.of(
            "TaskInputs",
            "TransformationFileTasks",
            "TransformationFiles",
            "TransformationTasks",
            "TransformationMetaQueries",
            "AdditionalParameters",
            "TransformationLog",
            "Transformations",
            "DataFiles",
            "SluiceFiles",
            "SluiceDirectories",
            "SluiceDirectoryWork",
            "SluiceJournal",
            "SluiceOutbox",
            "SluicePendingWork",
            "SluiceTransformations",
            "SluiceTaskTargets",
            "SluiceTaskFeedback",
            "SluiceAttachments",
            "SluiceWatched",
            "SluiceLogLines",
            "SluiceNewTasks",
            "SluiceWaiting",
            "SluiceLanes",
            "SluiceLaneFiles",
            "SluiceChanges",
            "SluiceEndedRuns",
            "SluiceTargetCounts",
            "SluiceLogMessages");

    final DatabaseSettings settings;
    private final MovableClock clock = new MovableClock();
    private final Database database;

    TestDatabase(DatabaseSettings settings) {
        this.settings = settings;
        this.database = Database.open(settings, clock);
    }

    /** H2 in memory. */
    static TestDatabase h2(String name) {
        return new TestDatabase(h2Settings(name));
    }

    static DatabaseSettings h2Settings(String name) {
        return new DatabaseSettings(
                "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa", () -> "", "H2 in memory", 16);
    }

    static TestDatabase mariaDb() {
        return new TestDatabase(MariaDbServer.get().newDatabase());
    }

    /** Empties all tables and takes the time from this clock until the next call. */
    Stores begin(Clock testsClock) {
        clock.delegate = testsClock;
        for (String table : CHILDREN_FIRST) {
            execute("DELETE FROM " + table);
        }
        execute("UPDATE SluiceWatch SET LastRecID = NULL, Looked = NULL");
        return this;
    }

    Database database() {
        return database;
    }

    @Override
    public TriggerStore store() {
        return database.triggerStore();
    }

    @Override
    public TransformationRegistry registry() {
        return database.transformationRegistry();
    }

    @Override
    public NoticeOutbox outbox() {
        return database.noticeOutbox();
    }

    @Override
    public FileLookup lookup() {
        return database.fileLookup();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                settings.url(), settings.user(), settings.password().get());
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The rows of a query, columns as text joined by {@code |}. */
    List<String> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    Object value = row.getObject(i);
                    // As text, a DATETIME would pass through the JVM's zone.
                    values.add(
                            value instanceof Timestamp
                                    ? row.getObject(i, LocalDateTime.class).toString()
                                    : String.valueOf(row.getString(i)));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        database.close();
    }

    /** The clock of the test that runs. */
    private static final class MovableClock extends Clock {
        private volatile Clock delegate = Clock.systemUTC();

        @Override
        public java.time.Instant instant() {
            return delegate.instant();
        }

        @Override
        public java.time.ZoneId getZone() {
            return delegate.getZone();
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return delegate.withZone(zone);
        }
    }
}
