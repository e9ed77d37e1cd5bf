package org.sluice.it.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.sluice.engine.store.PendingWork;
import org.sluice.it.server.ServerProcess;
import org.sluice.persistence.Database;

/**
 * From the publication of an event to the commit of its task, at a steady rate, through a real RabbitMQ into a real MariaDB:
 * with nothing else to do, and while known files are looked through for a new transformation; and how many of those a second.
 * Results as JSON in {@code it-tests/target/benchmark}; see {@code docs/performance.md}.
 *
 * <p>{@code mvn test -pl it-tests -am -Dtest=LatencyBenchmark -Dsurefire.failIfNoSpecifiedTests=false}; with other numbers by
 * {@code -Dtest.jvm.args="-Drate=500 -Dseconds=30 -Dknown=1000000"}.
 */
class LatencyBenchmark {
    private static final int RATE = Integer.getInteger("rate", 500);
    private static final int SECONDS = Integer.getInteger("seconds", 30);
    private static final int KNOWN = Integer.getInteger("known", 1_000_000);
    private static final int TRANSFORMATIONS = 1_000;
    private static final int WARM_UP = 20_000;
    private static final double MOST_MEDIAN = 20;
    private static final double MOST_P99 = 100;
    private static final double FEWEST_SCANNED = 50_000;

    private final Ground ground;
    private int published = WARM_UP;

    LatencyBenchmark() throws SQLException {
        this.ground = new Ground(TRANSFORMATIONS);
    }

    @Test
    void fromPublicationToCommit() throws Exception {
        try (ServerProcess engine = ground.engine("amqp");
                Database database = ground.openDatabase()) {
            // Before files are known: else each of the transformations, new to the engine, would look through all of
            // them.
            ground.awaitSettled();
            ground.seed(KNOWN);
            ground.publish(WARM_UP, 1);
            ground.filesPerSecond(engine, WARM_UP);
            List<Double> quiet = steadily(new AtomicBoolean(true));
            AtomicBoolean ended = new AtomicBoolean();
            List<Double> scans = new ArrayList<>();
            Thread backfill = new Thread(() -> {
                scans.add(lookThroughAll(database));
                ended.set(true);
            });
            backfill.start();
            List<Double> beside = new ArrayList<>();
            while (!ended.get()) {
                beside.addAll(steadily(ended));
            }
            backfill.join();
            report(quiet, beside, scans.get(0));
        }
        ground.drop();
    }

    /** Files a second that are looked at for a transformation that takes few of them. */
    private double lookThroughAll(Database database) {
        long before = System.nanoTime();
        Ground.createTransformation(database, "{\"Site\":\"Nowhere\"}");
        while (ground.number("SELECT COUNT(*) FROM SluicePendingWork WHERE Kind = '" + PendingWork.Kind.BACKFILL + "'")
                > 0) {
            LockSupport.parkNanos(20_000_000);
        }
        return ground.number("SELECT COUNT(*) FROM SluiceFiles WHERE Registered IS NOT NULL")
                / ((System.nanoTime() - before) / 1e9);
    }

    /** Milliseconds of each event: all seconds long, or until the end of something that runs beside it. */
    private List<Double> steadily(AtomicBoolean beside) throws Exception {
        int first = published;
        int most = RATE * SECONDS;
        boolean whole = beside.get();
        long[] sent = new long[most];
        Commits commits = new Commits(first, most);
        Thread watch = new Thread(commits);
        watch.start();
        try (Connection connection = ground.connect();
                Channel channel = connection.createChannel()) {
            long begin = System.nanoTime();
            for (int i = 0; i < most && (whole || !beside.get()); i++) {
                long due = begin + i * 1_000_000_000L / RATE;
                for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
                    LockSupport.parkNanos(rest);
                }
                sent[i] = System.nanoTime();
                ground.send(channel, ground.event(published++));
            }
        }
        commits.expect(published - first);
        watch.join();
        List<Double> latencies = new ArrayList<>();
        for (int i = 0; i < published - first; i++) {
            latencies.add((commits.seen[i] - sent[i]) / 1e6);
        }
        return latencies;
    }

    /** Looks all the time for tasks that are committed, and notes when it saw each. */
    private final class Commits implements Runnable {
        /** Other transactions' ids may be lower and committed later. */
        private static final int BEHIND = 500;

        private final int first;
        private final long[] seen;
        private volatile int expected = Integer.MAX_VALUE;

        Commits(int first, int most) {
            this.first = first;
            this.seen = new long[most];
        }

        void expect(int files) {
            expected = files;
        }

        @Override
        public void run() {
            Set<Integer> found = new HashSet<>();
            int highest = (int) ground.number("SELECT COALESCE(MAX(FileID), 0) FROM TransformationFiles");
            try (java.sql.Connection connection = DriverManager.getConnection(ground.jdbcUrl());
                    PreparedStatement statement = connection.prepareStatement(
                            "SELECT f.FileID, d.LFN FROM TransformationFiles f JOIN DataFiles d ON d.FileID = f.FileID"
                                    + " WHERE f.FileID > ? AND f.TaskID > 0 AND d.LFN LIKE '/vo/bench/%'")) {
                while (found.size() < expected) {
                    statement.setInt(1, Math.max(0, highest - BEHIND));
                    try (ResultSet rows = statement.executeQuery()) {
                        long now = System.nanoTime();
                        while (rows.next()) {
                            highest = Math.max(highest, rows.getInt(1));
                            String lfn = rows.getString(2);
                            int file = Integer.parseInt(lfn.substring(lfn.lastIndexOf('f') + 1));
                            if (file >= first && found.add(file)) {
                                seen[file - first] = now;
                            }
                        }
                    }
                    LockSupport.parkNanos(1_000_000);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void report(List<Double> quiet, List<Double> beside, double scanned) throws IOException {
        System.out.printf("%-40s %10s %10s %10s%n", "from publication to commit", "p50", "p99", "highest");
        line("nothing else, " + RATE + "/s", quiet);
        line("while known files are looked through", beside);
        System.out.printf(
                "p50 %s, p99 %s; p99 beside a backfill is %.2f of that without (at most 2.00 is the goal)%n",
                Samples.percentile(quiet, 50) < MOST_MEDIAN ? "reached" : "missed",
                Samples.percentile(quiet, 99) < MOST_P99 ? "reached" : "missed",
                Samples.percentile(beside, 99) / Samples.percentile(quiet, 99));
        System.out.printf(
                "%,.0f known files looked through a second; the goal is %,.0f: %s%n%s%n",
                scanned, FEWEST_SCANNED, scanned >= FEWEST_SCANNED ? "reached" : "missed", Samples.machine());
        ObjectNode json = new ObjectMapper()
                .createObjectNode()
                .put("machine", Samples.machine())
                .put("rate", RATE)
                .put("scannedPerSecond", scanned);
        values(json.putArray("quiet"), quiet);
        values(json.putArray("besideBackfill"), beside);
        Path file = Files.createDirectories(Path.of("target", "benchmark")).resolve("latency.json");
        Files.writeString(file, json.toString());
    }

    private static void line(String words, List<Double> latencies) {
        System.out.printf(
                "%-40s %7.1f ms %7.1f ms %7.1f ms%n",
                words,
                Samples.percentile(latencies, 50),
                Samples.percentile(latencies, 99),
                Samples.percentile(latencies, 100));
    }

    private static void values(ArrayNode array, List<Double> values) {
        values.forEach(array::add);
    }
}
