package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.FileEvent.FileRemoved;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.trigger.Trigger;

/** Two engines and DIRAC's agents and clients at work on one database that DIRAC made. */
class DiracAgentsTest {
    private static final int FILES = 240;
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String TWO_LIVE_TASKS =
            "SELECT k.TransformationID, k.FileID FROM TransformationFileTasks k JOIN TransformationTasks t"
                    + " ON t.TransformationID = k.TransformationID AND t.TaskID = k.TaskID"
                    + " WHERE t.ExternalStatus NOT IN ('Done', 'Failed')"
                    + " GROUP BY k.TransformationID, k.FileID HAVING COUNT(*) > 1";

    private final CountDownLatch registering = new CountDownLatch(2);
    private int byQuery;
    private int edited;
    private int byHand;
    private int withoutInput;

    @Test
    void everyFileIsProcessedOnceWhateverDiracsClientsDo() throws Exception {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        String name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
        List<String> definitions;
        try (Connection connection = MariaDbServer.get().connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute(SchemaTest.resource("made-by-dirac.sql"));
            definitions = SchemaSnapshot.columnsIndexesAndKeys(connection);
        }
        try (TestDatabase one = new TestDatabase(settings);
                TestDatabase other = new TestDatabase(settings)) {
            try (DiracClients dirac = new DiracClients(one)) {
                byQuery = dirac.addTransformation("by query", "DataReprocessing", "Active");
                dirac.setQuery(byQuery, "Level", "1");
                edited = dirac.addTransformation("edited", "DataReprocessing", "New");
                byHand = dirac.addTransformation("by hand", "DataReprocessing", "Active");
                withoutInput = dirac.addTransformation("without input", "MCSimulation", "Active");
            }
            AtOnce.run(List.of(
                    () -> register(one, 0),
                    () -> register(other, 1),
                    () -> engine(one),
                    () -> engine(other),
                    () -> agents(one),
                    () -> clients(other),
                    () -> check(one)));
            settle(one);
            assertAllIsProcessed(one);
            try (Connection connection = MariaDbServer.get().connect(name)) {
                assertThat(SchemaSnapshot.columnsIndexesAndKeys(connection)).isEqualTo(definitions);
                assertThat(SchemaSnapshot.triggers(connection)).hasSize(1);
            }
        }
    }

    private void assertAllIsProcessed(TestDatabase database) {
        assertThat(database.rows(TWO_LIVE_TASKS)).isEmpty();
        String files = "SELECT d.LFN, f.Status FROM TransformationFiles f JOIN DataFiles d ON d.FileID = f.FileID"
                + " WHERE f.TransformationID = ";
        List<String> kept = IntStream.range(0, FILES)
                .filter(i -> !isRemoved(i))
                .mapToObj(i -> lfn(i) + "|Processed")
                .toList();
        for (int id : List.of(byQuery, edited)) {
            assertThat(database.rows(files + id)).containsAll(kept);
        }
        // A file that is not there any more has no replica, and waits where somebody else set it to Unused.
        assertThat(database.rows("SELECT f.TransformationID, d.LFN, f.Status FROM TransformationFiles f"
                        + " JOIN DataFiles d ON d.FileID = f.FileID JOIN SluiceFiles s ON s.LFN = CONVERT(d.LFN USING utf8mb4)"
                        + " WHERE f.Status NOT IN ('Processed', 'Deleted') AND s.ReplicaCount > 0"))
                .isEmpty();
        assertThat(database.rows("SELECT FileID FROM TransformationFiles WHERE TransformationID = " + byHand))
                .hasSizeGreaterThan(5);
        assertThat(database.rows("SELECT k.TransformationID, k.FileID FROM TransformationFileTasks k"
                        + " JOIN TransformationTasks t ON t.TransformationID = k.TransformationID"
                        + " AND t.TaskID = k.TaskID WHERE t.ExternalStatus = 'Done' AND k.TransformationID <> " + byHand
                        + " GROUP BY k.TransformationID, k.FileID HAVING COUNT(*) > 1"))
                .isEmpty();
    }

    /** Registers half of the files each, and removes some at once. */
    private boolean register(TestDatabase database, int half) {
        Trigger trigger = trigger(database);
        for (int from = half * FILES / 2; from < (half + 1) * FILES / 2; from += 6) {
            List<FileEvent> events = new ArrayList<>();
            for (int i = from; i < from + 6; i++) {
                events.add(registered(i));
            }
            handle(trigger, events);
            for (int i = from; i < from + 6; i++) {
                if (isRemoved(i)) {
                    handle(trigger, List.of(new FileRemoved(header("removed" + i, 1), lfn(i))));
                }
            }
        }
        registering.countDown();
        return true;
    }

    private static boolean isRemoved(int file) {
        return file % 10 == 3;
    }

    /** What an engine does in the background. */
    private boolean engine(TestDatabase database) {
        Trigger trigger = trigger(database);
        while (registering.getCount() > 0) {
            step(database, trigger);
        }
        return true;
    }

    private boolean step(TestDatabase database, Trigger trigger) {
        try {
            // A look of another engine a moment ago would be enough, otherwise.
            database.execute("UPDATE SluiceWatch SET Looked = NULL WHERE Id = 1");
            OutsideWork found = database.database().lookOutside();
            assertThat(found.foreignTasks()).isEmpty();
            boolean settled = trigger.settle();
            boolean worked = trigger.work();
            return settled || worked || !found.equals(OutsideWork.NONE);
        } catch (StoreUnavailableException e) {
            assertThat(e).hasMessageContaining("cannot do it now");
            return true;
        }
    }

    private boolean agents(TestDatabase database) throws SQLException {
        try (DiracClients dirac = new DiracClients(database)) {
            while (registering.getCount() > 0) {
                for (int id : List.of(byQuery, edited, byHand)) {
                    dirac.submit(id);
                    dirac.end(id, 4);
                }
            }
        }
        return true;
    }

    private boolean clients(TestDatabase database) throws SQLException {
        try (DiracClients dirac = new DiracClients(database)) {
            int number = 0;
            while (registering.getCount() > 0) {
                dirac.setQuery(edited, "FileName", "f" + number % FILES);
                dirac.setParameter(edited, "Status", number % 2 == 0 ? "Active" : "Idle");
                dirac.addFiles(byHand);
                dirac.setBackOne(byHand);
                assertThat(dirac.addTask(withoutInput)).isEqualTo(++number);
                dirac.setParameter(byQuery, "Description", "edit " + number);
            }
            dirac.setParameter(edited, "Status", "Active");
            dirac.setQuery(edited, "Level", "1");
        }
        return true;
    }

    /** One statement sees one moment. */
    private boolean check(TestDatabase database) {
        while (registering.getCount() > 0) {
            assertThat(database.rows(TWO_LIVE_TASKS)).isEmpty();
        }
        return true;
    }

    /** Engine and agents in turn, until nobody finds anything to do. */
    private void settle(TestDatabase database) throws SQLException {
        Trigger trigger = trigger(database);
        try (DiracClients dirac = new DiracClients(database)) {
            boolean busy = true;
            while (busy) {
                busy = step(database, trigger);
                for (int id : List.of(byQuery, edited, byHand)) {
                    busy |= dirac.submit(id) + dirac.end(id, 0) > 0;
                }
            }
        }
    }

    private static FileEvent registered(int file) {
        return new FileRegistered(
                header("registered" + file, 0),
                lfn(file),
                OptionalLong.of(1),
                Optional.empty(),
                Optional.empty(),
                List.of("SE-A"),
                Map.of("Level", IntNode.valueOf(1)));
    }

    private static String lfn(int file) {
        return "/vo/it's/f" + file;
    }

    private static EventHeader header(String id, int second) {
        return new EventHeader(id, NOW.plusSeconds(second), Optional.empty());
    }

    private static void handle(Trigger trigger, List<FileEvent> events) {
        List<Decoded.Accepted> accepted = events.stream()
                .map(event -> new Decoded.Accepted(event, "{}".getBytes(StandardCharsets.UTF_8)))
                .toList();
        while (true) {
            try {
                assertThat(trigger.handle(accepted, NOW).refused()).isEmpty();
                return;
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageContaining("cannot do it now");
            }
        }
    }

    private static Trigger trigger(TestDatabase database) {
        return Triggers.over(database.store(), Clock.systemUTC(), true);
    }
}
