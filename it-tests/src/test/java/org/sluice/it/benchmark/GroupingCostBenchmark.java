package org.sluice.it.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.engine.trigger.BatchResult;
import org.sluice.engine.trigger.BoundaryListener;
import org.sluice.engine.trigger.Trigger;
import org.sluice.engine.trigger.TriggerSettings;
import org.sluice.it.server.MariaDbServer;
import org.sluice.persistence.Database;
import org.sluice.persistence.DatabaseSettings;

/**
 * Whether the next file costs more the more files wait in, or were ever given to, its transformation. For each number of
 * files and each situation: the median of single events, each a batch and a durable commit of its own, and events a second
 * in batches of 100; the situations are measured in turns.
 *
 * <p>{@code mvn test -pl it-tests -am -Dtest=GroupingCostBenchmark -Dsurefire.failIfNoSpecifiedTests=false}; other numbers
 * of files by {@code -Dtest.jvm.args=-Dfiles=1000,100000}.
 */
class GroupingCostBenchmark {
    private static final int ROUNDS = 10;
    private static final int SINGLES = 30;
    private static final int BATCHES = 5;
    private static final int BATCH = 100;
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String FACTS =
            "{\"by\":[[\"seed\",0]],\"g\":[0],\"a\":{\"size\":[1000,0]},\"r\":{%s},\"m\":{}}";

    private final MariaDbServer server = BenchmarkDatabase.server();
    private int number;

    /** What the files that are there already are doing. */
    private enum Situation {
        WAITING("wait in a group that is not full", "Standard", 100_000_000, "Unused", true),
        NOWHERE("wait for a replica, beside one-file tasks", "Standard", 1, "Unused", false),
        PASSED("were given to tasks before, by share", "ByShare", 1, "Processed", true);

        private final String words;
        private final String plugin;
        private final int groupSize;
        private final String status;
        private final boolean located;

        Situation(String words, String plugin, int groupSize, String status, boolean located) {
            this.words = words;
            this.plugin = plugin;
            this.groupSize = groupSize;
            this.status = status;
            this.located = located;
        }
    }

    /** One database with so many files in one situation. */
    private final class Case implements AutoCloseable {
        private final Situation situation;
        private final int files;
        private final Database database;
        private final Trigger trigger;
        private final Duration placing;
        private final List<Long> singles = new ArrayList<>();
        private final List<Long> batches = new ArrayList<>();

        Case(Situation situation, int files) throws SQLException {
            this.situation = situation;
            this.files = files;
            String name = "grouping_" + situation.name().toLowerCase(Locale.ROOT) + "_" + files;
            server.createDatabase(name);
            this.database = Database.open(
                    DatabaseSettings.mariaDb("127.0.0.1", server.port(), name, server.user(), server::password));
            database.transformationRegistry().create(definition(situation), new Author("benchmark", "", ""));
            seed(name, situation, files);
            this.trigger = new Trigger(
                    database.triggerStore(),
                    MetadataSchema.empty(),
                    new TriggerSettings(
                            new Resources(Map.of("Site1", List.of("SE1")), Set.of(), Map.of("Site1", 1.0)),
                            Map.of(),
                            Map.of(),
                            10,
                            32,
                            Duration.ofMinutes(1),
                            true),
                    Plugins.load(GroupingCostBenchmark.class.getClassLoader()),
                    Clock.systemUTC(),
                    BoundaryListener.none());
            long from = System.nanoTime();
            while (trigger.work()) {
                // the next step
            }
            this.placing = Duration.ofNanos(System.nanoTime() - from);
            measure(3, 3);
            singles.clear();
            batches.clear();
        }

        void measure(int single, int many) {
            for (int i = 0; i < single; i++) {
                singles.add(time(1));
            }
            for (int i = 0; i < many; i++) {
                batches.add(time(BATCH));
            }
        }

        private long time(int events) {
            List<Decoded.Accepted> batch =
                    IntStream.range(0, events).mapToObj(i -> registered()).toList();
            long from = System.nanoTime();
            BatchResult result = trigger.handle(batch, NOW);
            long nanos = System.nanoTime() - from;
            assertThat(result.attachments()).isEqualTo(events);
            assertThat(result.tasks()).isEqualTo(situation == Situation.WAITING ? 0 : events);
            return nanos;
        }

        List<Double> millis() {
            return singles.stream().map(nanos -> nanos / 1e6).toList();
        }

        List<Double> eventsPerSecond() {
            return batches.stream().map(nanos -> BATCH / (nanos / 1e9)).toList();
        }

        /** As a figure is named in the results. */
        String name(String figure) {
            return situation.name().toLowerCase(Locale.ROOT) + "-" + files + "-" + figure;
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private Decoded.Accepted registered() {
        number++;
        return new Decoded.Accepted(
                new FileRegistered(
                        new EventHeader("event " + number, NOW, Optional.empty()),
                        "/vo/new/" + number,
                        OptionalLong.of(1000),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("SE1"),
                        Map.of("Level", IntNode.valueOf(1))),
                "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static TransformationDefinition definition(Situation situation) {
        return TransformationJson.read(
                ("{\"TransformationName\":\"%s\",\"Type\":\"DataReprocessing\",\"Plugin\":\"%s\","
                                + "\"Status\":\"Active\",\"GroupSize\":%d,\"InputMetaQuery\":{\"Level\":1}}")
                        .formatted(situation.name(), situation.plugin, situation.groupSize));
    }

    /** Rows as they are after so many files, written by the server itself. */
    private void seed(String database, Situation situation, int files) throws SQLException {
        String replicas = situation.located ? "[\"SE1\"]" : "[]";
        String facts = FACTS.formatted(situation.located ? "\"SE1\":[true,0]" : "");
        String task = situation.status.equals("Processed") ? "1" : "NULL";
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
                Statement statement = connection.createStatement()) {
            String lfn = "CONCAT('/vo/old/', LPAD(seq, 8, '0'))";
            String from = " FROM seq_1_to_" + files;
            statement.execute("INSERT INTO DataFiles (FileID, LFN) SELECT seq, " + lfn + from);
            statement.execute("INSERT INTO SluiceFiles"
                    + " (LFN, Registered, SizeBytes, ReplicaCount, Replicas, Facts)"
                    + " SELECT " + lfn + ", UTC_TIMESTAMP(), 1000, " + (situation.located ? 1 : 0) + ", '"
                    + replicas + "', '" + facts + "'" + from);
            statement.execute("INSERT INTO TransformationFiles"
                    + " (TransformationID, FileID, Status, TaskID, UsedSE, LastUpdate, InsertedTime)"
                    + " SELECT 1, seq, '" + situation.status + "', " + task
                    + ", 'SE1', UTC_TIMESTAMP(), UTC_TIMESTAMP()" + from);
        }
    }

    @Test
    void theNextFileCostsWhatTheFirstDid() throws SQLException, IOException {
        List<Integer> sizes = Arrays.stream(
                        System.getProperty("files", "1000,100000,1000000").split(","))
                .map(Integer::valueOf)
                .toList();
        List<Case> cases = new ArrayList<>();
        try {
            for (Situation situation : Situation.values()) {
                for (int size : sizes) {
                    cases.add(new Case(situation, size));
                }
            }
            for (int round = 0; round < ROUNDS; round++) {
                cases.forEach(one -> one.measure(SINGLES / ROUNDS, BATCHES));
            }
            report(cases).publish();
        } finally {
            cases.forEach(Case::close);
        }
    }

    private static Report report(List<Case> cases) {
        Report report = new Report("grouping-cost");
        Case first = cases.get(0);
        for (Case one : cases) {
            String what = "%,d %s: ".formatted(one.files, one.situation.words);
            report.less(one.name("one"), what + "one event", "ms", one.millis());
            report.more(one.name("hundred"), what + "100 events at a time", "events/s", one.eventsPerSecond());
            report.less(one.name("placing"), what + "placed in", "s", List.of(one.placing.toMillis() / 1e3));
            if (one.situation != first.situation) {
                first = one;
            } else if (one != first) {
                report.goal(Goal.shown(one.name("one"), first.name("one")));
                report.goal(Goal.shown(one.name("hundred"), first.name("hundred")));
            }
        }
        return report;
    }
}
