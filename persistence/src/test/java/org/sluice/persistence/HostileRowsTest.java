package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.trigger.BatchResult;
import org.sluice.engine.trigger.BatchResult.Refusal;
import org.sluice.engine.trigger.Trigger;

/** A database of DIRAC's with all that it should not hold, and what DIRAC's statements read of Sluice's writing. */
class HostileRowsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private TestDatabase database;
    private Trigger trigger;
    private List<String> definitions;

    @BeforeEach
    void open() throws SQLException {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        String name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
        try (Connection connection = MariaDbServer.get().connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute(SchemaTest.resource("made-by-dirac.sql"));
            statement.execute(SchemaTest.resource("hostile-rows.sql"));
            definitions = SchemaSnapshot.everything(connection);
        }
        database = new TestDatabase(settings);
        trigger = Triggers.over(database.store(), Clock.systemUTC(), true);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private BatchResult register(String lfn, Map<String, JsonNode> metadata) {
        FileRegistered event = new FileRegistered(
                new EventHeader("of " + lfn, NOW, Optional.empty()),
                lfn,
                OptionalLong.of(1),
                Optional.empty(),
                Optional.empty(),
                List.of("SE-A"),
                metadata);
        return trigger.handle(List.of(new Decoded.Accepted(event, "{}".getBytes(StandardCharsets.UTF_8))), NOW);
    }

    private List<String> transformationsOf(String lfn) {
        return database.rows("SELECT f.TransformationID FROM TransformationFiles f JOIN DataFiles d"
                + " ON d.FileID = f.FileID WHERE d.LFN = '" + lfn + "' ORDER BY f.TransformationID");
    }

    @Test
    void nothingIsChangedByOpeningAndLooking() throws SQLException {
        database.database().lookOutside();
        try (Connection connection = database.connect()) {
            assertThat(SchemaSnapshot.everything(connection)).isEqualTo(definitions);
        }
    }

    @Test
    void queriesAreUnderstoodOrTheirTransformationIsLeftAlone() {
        Map<Integer, String> queries = new TreeMap<>();
        database.registry()
                .list()
                .forEach(t -> t.definition().inputQuery().ifPresent(query -> queries.put(t.id(), query.toString())));
        queries.remove(1);
        assertThat(queries)
                .containsEntry(10, "{\"Level\":10}")
                .containsEntry(11, "{\"Level\":11}")
                .containsEntry(12, "{\"Energy\":\"2.50\"}")
                .containsEntry(14, "{\"Energy\":{\">=\":1.5,\"<\":2E+3}}")
                .containsEntry(17, "{\"Site\":\"Paranal\"}")
                .doesNotContainKeys(15, 16);
        assertThat(database.registry().list()).extracting(Transformation::id).contains(1, 10, 11, 15, 16, 18);
        assertThat(database.registry().list())
                .filteredOn(t -> !t.definition().unreadable().isEmpty())
                .extracting(Transformation::id)
                .containsExactly(15, 16);
    }

    @Test
    void filesGoToTheTransformationsThatAreUnderstoodAndToNoOthers() {
        register("/vo/ten", Map.of("Level", IntNode.valueOf(10)));
        register("/vo/eleven", Map.of("Level", IntNode.valueOf(11)));
        register("/vo/energy", Map.of("Energy", DecimalNode.valueOf(new BigDecimal("2.50"))));
        register("/vo/text", Map.of("Energy", TextNode.valueOf("2.50"), "Level", IntNode.valueOf(3)));
        register("/vo/paranal", Map.of("Site", TextNode.valueOf("Paranal")));
        assertThat(transformationsOf("/vo/ten")).containsExactly("10");
        assertThat(transformationsOf("/vo/eleven")).containsExactly("11");
        assertThat(transformationsOf("/vo/energy")).containsExactly("12", "14");
        assertThat(transformationsOf("/vo/text")).contains("12").doesNotContain("15", "16", "19");
        assertThat(transformationsOf("/vo/paranal")).containsExactly("17");
    }

    @Test
    void lfnsThatTheTableCannotTellApartAreRefusedAndNoOthers() {
        Map<String, JsonNode> level = Map.of("Level", IntNode.valueOf(10));
        for (String lfn : List.of("/vo/case", "/VO/Case", "/vo/blank", "/vo/blank  ", "/vo/cafe")) {
            assertThat(register(lfn, level).refused())
                    .as(lfn)
                    .extracting(Refusal::reason)
                    .containsExactly(RejectionReason.LFN_COLLISION);
        }
        assertThat(register("/vo/\ud83d\ude00", level).refused())
                .extracting(Refusal::reason)
                .containsExactly(RejectionReason.LFN_UNSTORABLE);
        List<String> storable = List.of("/vo/Case", "/vo/blank ", "/vo/café", "/vo/it's", "/vo/\"a\\b%_`", "/vo/größe");
        storable.forEach(
                lfn -> assertThat(register(lfn, level).refused()).as(lfn).isEmpty());
        assertThat(inputs(10)).containsExactlyInAnyOrderElementsOf(storable);
    }

    private List<String> inputs(int transformation) {
        return database.rows("SELECT InputVector FROM TaskInputs WHERE TransformationID = " + transformation);
    }

    @Test
    void diracsStatementsReadWhatSluiceWrites() throws SQLException {
        Map<String, JsonNode> level = Map.of("Level", IntNode.valueOf(10));
        Stream.of("/vo/a", "/vo/b", "/vo/c").forEach(lfn -> register(lfn, level));
        try (DiracClients dirac = new DiracClients(database)) {
            assertThat(dirac.select("SELECT TransformationID, TaskID, ExternalStatus, ExternalID, TargetSE"
                            + " FROM TransformationTasks WHERE ExternalStatus = 'Created' AND TransformationID = 10"
                            + " ORDER BY TaskID LIMIT 2"))
                    .containsExactly(
                            List.of("10", "1", "Created", "0", "SE-A"), List.of("10", "2", "Created", "0", "SE-A"));
            assertThat(dirac.select(
                            "SELECT TaskID, InputVector FROM TaskInputs WHERE TaskID IN (1, 2) AND TransformationID = 10"
                                    + " ORDER BY TaskID"))
                    .containsExactly(List.of("1", "/vo/a"), List.of("2", "/vo/b"));
            assertThat(dirac.submit(10)).isEqualTo(3);
            assertThat(dirac.end(10, 3)).isEqualTo(3);
            assertThat(dirac.select(
                            "SELECT d.LFN, f.TransformationID, f.FileID = d.FileID, f.Status, f.TaskID, f.TargetSE,"
                                    + " f.UsedSE, f.ErrorCount FROM TransformationFiles f JOIN DataFiles d"
                                    + " ON d.FileID = f.FileID WHERE f.TransformationID = 10 ORDER BY d.LFN"))
                    .containsExactly(
                            List.of("/vo/a", "10", "1", "Processed", "1", "Unknown", "SE-A", "0"),
                            List.of("/vo/b", "10", "1", "Processed", "2", "Unknown", "SE-A", "0"),
                            List.of("/vo/c", "10", "1", "Unused", "3", "Unknown", "SE-A", "1"));
            assertThat(dirac.select("SELECT Status, COUNT(*) FROM TransformationFiles WHERE TransformationID = 10"
                            + " GROUP BY Status ORDER BY Status"))
                    .containsExactly(List.of("Processed", "2"), List.of("Unused", "1"));
            assertThat(dirac.select("SELECT ExternalStatus, COUNT(*) FROM TransformationTasks"
                            + " WHERE TransformationID = 10 GROUP BY ExternalStatus ORDER BY ExternalStatus"))
                    .containsExactly(List.of("Done", "2"), List.of("Failed", "1"));
        }
        database.database().lookOutside();
        while (trigger.work()) {
            // the next step
        }
        assertThat(inputs(10)).containsExactly("/vo/a", "/vo/b", "/vo/c", "/vo/c");
    }
}
