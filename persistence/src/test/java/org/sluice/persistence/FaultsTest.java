package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.DataFaultException;
import org.sluice.engine.store.JournalEntry;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.store.TriggerTransaction;

/** What a real server does to a transaction, and what is made of it. */
class FaultsTest {
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
        database.begin(Clock.systemUTC());
    }

    private static JournalEntry entry(String id) {
        return new JournalEntry(id, "FileRegistered", "/vo/a", Instant.EPOCH, Instant.EPOCH, "{}");
    }

    private static Set<String> record(TriggerTransaction t) {
        return t.recordEvents(List.of(entry("e1")));
    }

    private static Set<String> record() {
        return database.store().inTransaction(FaultsTest::record);
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        DatabaseSettings nowhere = DatabaseSettings.mariaDb("127.0.0.1", 1, "TransformationDB", "sluice", () -> "x");
        assertThatThrownBy(() -> Database.open(nowhere))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContainingAll("TransformationDB", "127.0.0.1:1", "check that the server runs")
                .hasMessageNotContaining("Exception");
    }

    @Test
    void aWrongPasswordIsNotPrinted() {
        DatabaseSettings wrong = DatabaseSettings.mariaDb(
                "127.0.0.1", MariaDbServer.get().port(), "TransformationDB", "sluice", () -> "hunter2");
        assertThatThrownBy(() -> Database.open(wrong))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContainingAll("Access denied", "user sluice", "Password of TransformationDB")
                .hasMessageNotContaining("hunter2");
        assertThat(wrong.toString()).doesNotContain("hunter2");
    }

    @Test
    void aDatabaseThatIsMissingIsNamed() {
        DatabaseSettings missing = MariaDbServer.get().settings("NoSuchDB");
        assertThatThrownBy(() -> Database.open(missing))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContainingAll("NoSuchDB", "Unknown database", "DBName");
    }

    @Test
    void aServerThatIsReadOnlyIsWaitedFor() {
        // A user without the right to write in spite of it, as Sluice's own should be.
        MariaDbServer.get()
                .run(
                        "",
                        "CREATE USER 'plain'@'127.0.0.1' IDENTIFIED BY 'p'",
                        "GRANT ALL ON " + name() + ".* TO 'plain'@'127.0.0.1'");
        DatabaseSettings plain =
                DatabaseSettings.mariaDb("127.0.0.1", MariaDbServer.get().port(), name(), "plain", () -> "p");
        try (Database open = Database.open(plain)) {
            MariaDbServer.get().run("", "SET GLOBAL read_only = 1");
            try {
                assertThatThrownBy(() -> open.triggerStore().inTransaction(FaultsTest::record))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContainingAll(name(), "read-only", "wait until it is not");
            } finally {
                MariaDbServer.get().run("", "SET GLOBAL read_only = 0");
            }
            Set<String> fresh = open.triggerStore().inTransaction(FaultsTest::record);
            assertThat(fresh).containsExactly("e1");
        }
    }

    private static String name() {
        return database.settings.url().substring(database.settings.url().lastIndexOf('/') + 1);
    }

    @Test
    void aConnectionThatBreaksIsNobodysFault() {
        assertThatThrownBy(() -> database.store().inTransaction(t -> {
                    record(t);
                    killOtherConnections();
                    return t.lockFiles(new TreeSet<>(Set.of("/vo/a")));
                }))
                .isInstanceOf(StoreUnavailableException.class);
        untilThePoolHasNewConnections();
        assertThat(record()).containsExactly("e1");
    }

    @Test
    void aCommitThatBreaksIsNobodysFault() {
        assertThatThrownBy(() -> database.store().inTransaction(t -> {
                    record(t);
                    killOtherConnections();
                    return true;
                }))
                .isInstanceOf(StoreUnavailableException.class);
        untilThePoolHasNewConnections();
        assertThat(record()).containsExactly("e1");
    }

    private static void untilThePoolHasNewConnections() {
        await().ignoreExceptionsInstanceOf(StoreUnavailableException.class).until(() -> {
            database.store().ping();
            return true;
        });
    }

    private static void killOtherConnections() {
        List<String> others = database.rows(
                "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '" + name() + "' AND ID <> CONNECTION_ID()");
        others.forEach(id -> MariaDbServer.get().run("", "KILL " + id));
    }

    @Test
    void aRowThatSomebodyKeepsIsWaitedForAndThenTriedAgainLater() throws SQLException {
        database.store().inTransaction(t -> t.lockFiles(new TreeSet<>(Set.of("/vo/a"))));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT * FROM SluiceFiles WHERE LFN = '/vo/a' FOR UPDATE");
            assertThatThrownBy(() -> database.store().inTransaction(t -> t.lockFiles(new TreeSet<>(Set.of("/vo/a")))))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("Lock wait timeout");
            connection.rollback();
        }
    }

    @Test
    void aDeadlockIsTriedAgainAtOnce() throws Exception {
        database.store().inTransaction(t -> t.lockFiles(new TreeSet<>(Set.of("/vo/a", "/vo/b"))));
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        AtomicInteger runs = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> one = threads.submit(() -> lockInOrder("/vo/a", "/vo/b", bothHoldOne, runs));
            Future<Boolean> other = threads.submit(() -> lockInOrder("/vo/b", "/vo/a", bothHoldOne, runs));
            assertThat(one.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(other.get(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
        assertThat(runs.get()).isGreaterThan(2);
    }

    /** Locks against the rule, so that two such transactions deadlock when they first run. */
    private static boolean lockInOrder(String first, String second, CountDownLatch bothHoldOne, AtomicInteger runs) {
        return database.store().inTransaction(t -> {
            runs.incrementAndGet();
            t.lockFiles(new TreeSet<>(Set.of(first)));
            bothHoldOne.countDown();
            try {
                bothHoldOne.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            t.lockFiles(new TreeSet<>(Set.of(second)));
            return true;
        });
    }

    @Test
    void aValueThatDoesNotFitIsAFaultOfTheData() {
        assertThatThrownBy(() -> database.store()
                        .inTransaction(t -> t.recordEvents(List.of(entry("e1"), entry("x".repeat(300))))))
                .isInstanceOfSatisfying(DataFaultException.class, e -> {
                    assertThat(e.reason()).isEqualTo(RejectionReason.UNPROCESSABLE);
                    assertThat(e.lfns()).isEmpty();
                    assertThat(e).hasMessageContaining("EventID");
                });
        assertThat(record()).containsExactly("e1");
    }

    @Test
    void aDamagedRowIsAFaultOfItsFileAlone() {
        database.store().inTransaction(t -> t.lockFiles(new TreeSet<>(Set.of("/vo/a", "/vo/b"))));
        database.execute("UPDATE SluiceFiles SET Facts = '{' WHERE LFN = '/vo/b'");
        assertThatThrownBy(
                        () -> database.store().inTransaction(t -> t.lockFiles(new TreeSet<>(Set.of("/vo/a", "/vo/b")))))
                .isInstanceOfSatisfying(
                        DataFaultException.class, e -> assertThat(e.lfns()).contains(Set.of("/vo/b")));
    }

    @Test
    void lfnsThatDifferInAccentsOrTrailingBlanksCollideInDiracsTable() {
        database.execute("INSERT INTO DataFiles (LFN) VALUES ('/vo/café')");
        for (String lfn : List.of("/vo/cafe", "/vo/café ", "/vo/CAFÉ")) {
            assertThatThrownBy(() -> attach(lfn)).isInstanceOfSatisfying(DataFaultException.class, e -> {
                assertThat(e.reason()).isEqualTo(RejectionReason.LFN_COLLISION);
                assertThat(e).hasMessageContainingAll(lfn, "/vo/café");
            });
        }
        assertThat(attach("/vo/café")).isTrue();
    }

    private static boolean attach(String lfn) {
        database.execute("INSERT INTO Transformations (TransformationID, TransformationName, Author, AuthorGroup)"
                + " VALUES (1, 't', '', '') ON DUPLICATE KEY UPDATE Author = ''");
        return database.store().inTransaction(t -> {
            t.lockFiles(new TreeSet<>(Set.of(lfn)));
            t.attach(List.of(new Attachment(1, lfn)));
            return t.attachments(Set.of(lfn)).containsKey(lfn);
        });
    }

    @Test
    void aServerThatAnswersAgainIsAlive() {
        database.store().ping();
        killOtherConnections();
        untilThePoolHasNewConnections();
    }
}
