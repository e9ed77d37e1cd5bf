package org.sluice.it.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.sluice.engine.store.PendingWork;
import org.sluice.it.server.ServerProcess;
import org.sluice.persistence.Database;

/**
 * From the publication of an event to the commit of its task, at a steady rate, through a real RabbitMQ into a real MariaDB:
 * with nothing else to do, while known files are looked through for a new transformation, and while the files that wait in
 * another transformation are placed anew; and how many of those a second.
 * Results as JSON in {@code it-tests/target/benchmark}; see {@code docs/performance.md}.
 *
 * <p>{@code mvn test -pl it-tests -am -Dtest=LatencyBenchmark -Dsurefire.failIfNoSpecifiedTests=false}; with other numbers by
 * {@code -Dtest.jvm.args="-Drounds=3 -Drate=500 -Dseconds=15 -Dknown=1000000 -Dwaiting=100000"}.
 */
class LatencyBenchmark {
    private static final int RATE = Integer.getInteger("rate", 500);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int SECONDS = Integer.getInteger("seconds", 15);
    private static final int KNOWN = Integer.getInteger("known", 1_000_000);
    private static final int WAITING = Integer.getInteger("waiting", KNOWN / 10);
    private static final int TRANSFORMATIONS = 1_000;
    private static final int WARM_UP = 20_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Executor THREADS = task -> new Thread(task, "benchmark").start();
    private static final double MOST_MEDIAN = 20;
    private static final double MOST_P99 = 100;
    private static final double MOST_TIMES_P99 = 2;
    private static final double FEWEST_SCANNED = 50_000;

    private final Ground ground;
    /** Milliseconds of each event, by rounds. */
    private final List<List<Double>> quiet = new ArrayList<>();

    private final List<List<Double>> besideBackfill = new ArrayList<>();
    private final List<List<Double>> besideCrowd = new ArrayList<>();
    private final List<Double> placed = new CopyOnWriteArrayList<>();
    private final List<Double> scans = new CopyOnWriteArrayList<>();
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
            for (int round = 0; round < ROUNDS; round++) {
                String name = "late " + round;
                quiet.add(steadily(new AtomicBoolean(true)));
                besideBackfill.add(beside(() -> scans.add(lookThroughAll(database, name))));
            }
            int crowded = ground.waiting(database, WAITING);
            awaitEnd(PendingWork.Kind.BACKFILL);
            besideCrowd.add(beside(() -> placed.add(placeAll(database, crowded))));
            report(EngineMemory.of(engine));
        }
        ground.drop();
    }

    private List<Double> beside(Runnable other) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> beside =
                CompletableFuture.runAsync(other, THREADS).whenComplete((done, fault) -> ended.set(true));
        List<Double> latencies = new ArrayList<>();
        while (!ended.get()) {
            latencies.addAll(steadily(ended));
        }
        beside.join();
        return latencies;
    }

    /** Files a second that are looked at for a transformation that takes few of them. */
    private double lookThroughAll(Database database, String name) {
        long before = System.nanoTime();
        Ground.createTransformation(database, name, "{\"Site\":\"Nowhere\"}");
        awaitEnd(PendingWork.Kind.BACKFILL);
        return ground.number("SELECT COUNT(*) FROM SluiceFiles WHERE Registered IS NOT NULL")
                / ((System.nanoTime() - before) / 1e9);
    }

    /** Waiting files a second that are placed when the transformation that has them begins to make tasks. */
    private double placeAll(Database database, int transformation) {
        long before = System.nanoTime();
        Ground.activate(database, transformation);
        awaitEnd(PendingWork.Kind.GROUP);
        return WAITING / ((System.nanoTime() - before) / 1e9);
    }

    private void awaitEnd(PendingWork.Kind kind) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ground.number("SELECT COUNT(*) FROM SluicePendingWork WHERE Kind = '" + kind + "'") == 0);
    }

    /** Milliseconds of each event: all seconds long, or until the end of something that runs beside it. */
    private List<Double> steadily(AtomicBoolean beside) throws Exception {
        int first = published;
        int most = RATE * SECONDS;
        boolean whole = beside.get();
        long[] sent = new long[most];
        Commits commits = new Commits(first, most);
        CompletableFuture<Void> watch = CompletableFuture.runAsync(commits, THREADS);
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

    /**
     * Looks all the time for files that are committed, and notes when it saw each. A file becomes DIRAC's in the transaction
     * that makes its task; to look for tasks would take much of the server's time. That each has its task is seen at the end.
     */
    private final class Commits implements Runnable {
        /** Other transactions' ids may be lower and committed later. */
        private static final int BEHIND = 1_000;

        private final int first;
        private final long[] seen;
        private final BitSet ids = new BitSet();
        private final Set<Integer> numbers = new HashSet<>();
        private volatile int expected = Integer.MAX_VALUE;

        Commits(int first, int most) {
            this.first = first;
            this.seen = new long[most];
        }

        void expect(int files) {
            expected = files;
        }

        private void note(String lfn, long now) {
            int file = Integer.parseInt(lfn.substring(lfn.lastIndexOf('f') + 1));
            if (file >= first && numbers.add(file)) {
                seen[file - first] = now;
            }
        }

        @Override
        public void run() {
            int highest = (int) ground.number("SELECT COALESCE(MAX(FileID), 0) FROM DataFiles");
            try (java.sql.Connection connection = DriverManager.getConnection(ground.jdbcUrl());
                    PreparedStatement statement =
                            connection.prepareStatement("SELECT FileID, LFN FROM DataFiles WHERE FileID > ?")) {
                long deadline = System.nanoTime() + LIMIT.toNanos();
                while (numbers.size() < expected) {
                    if (System.nanoTime() > deadline) {
                        throw new IllegalStateException(numbers.size() + " of " + expected + " files were seen");
                    }
                    statement.setInt(1, Math.max(0, highest - BEHIND));
                    try (ResultSet rows = statement.executeQuery()) {
                        long now = System.nanoTime();
                        while (rows.next()) {
                            int id = rows.getInt(1);
                            if (!ids.get(id)) {
                                ids.set(id);
                                highest = Math.max(highest, id);
                                note(rows.getString(2), now);
                            }
                        }
                    }
                    LockSupport.parkNanos(1_000_000);
                }
                if (ground.number("SELECT COUNT(*) FROM TransformationTasks WHERE ExternalStatus = 'Created'")
                        != first + expected) {
                    throw new IllegalStateException("Not every file that was seen had its task.");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void report(EngineMemory memory) throws IOException {
        Report report = new Report("latency");
        latencies(report, "quiet", "nothing else, " + RATE + "/s", quiet);
        latencies(report, "beside", "while known files are looked through", besideBackfill);
        latencies(report, "crowd", "while waiting files of another transformation are placed", besideCrowd);
        report.more("placed", "waiting files placed", "files/s", placed);
        report.more("scanned", "known files looked through", "files/s", scans);
        report.less("engine-resident", "highest resident memory of the engine", "MiB", List.of(memory.resident()));
        report.less("engine-heap", "what the engine keeps of 512 MiB of heap", "MiB", List.of(memory.heap()));
        report.goal(Goal.atMost("quiet-p50", MOST_MEDIAN));
        report.goal(Goal.atMost("quiet-p99", MOST_P99));
        report.goal(Goal.atMost("beside-p99", MOST_TIMES_P99, "quiet-p99"));
        report.goal(Goal.atLeast("scanned", FEWEST_SCANNED));
        report.goal(Goal.atMost("engine-heap", 512));
        report.details().put("mariadb", BenchmarkDatabase.options());
        values(report.details().putArray("quiet"), quiet);
        values(report.details().putArray("beside"), besideBackfill);
        values(report.details().putArray("crowd"), besideCrowd);
        report.publish();
        System.out.println(Picture.latency(RATE, all(quiet), all(besideBackfill)));
    }

    private static List<Double> all(List<List<Double>> rounds) {
        return rounds.stream().flatMap(List::stream).toList();
    }

    private static void latencies(Report report, String name, String words, List<List<Double>> rounds) {
        for (int percent : List.of(50, 99, 100)) {
            report.less(
                    name + "-p" + percent,
                    words + ", p" + percent,
                    "ms",
                    rounds.stream()
                            .map(round -> Samples.percentile(round, percent))
                            .toList());
        }
    }

    private static void values(ArrayNode array, List<List<Double>> rounds) {
        rounds.forEach(round -> round.forEach(array.addArray()::add));
    }
}
