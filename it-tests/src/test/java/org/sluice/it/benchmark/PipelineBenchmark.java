package org.sluice.it.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.sluice.it.server.ServerProcess;

/**
 * The way of an event from a real RabbitMQ into a real MariaDB (durable commits) on this machine, each file making a one-file
 * task of one of many transformations, side by side with programs that do only what cannot be avoided; the measurements take
 * turns, the medians are compared. Results as JSON in {@code it-tests/target/benchmark}; see {@code docs/performance.md}.
 *
 * <p>{@code mvn test -pl it-tests -am -Dtest=PipelineBenchmark -Dsurefire.failIfNoSpecifiedTests=false}; fewer by {@code
 * -Dtest.jvm.args="-Drounds=1 -Dmeasurements=one-amqp,drain"}.
 */
class PipelineBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int ONES = Integer.getInteger("ones", 1_000_000);
    private static final int MANY = Integer.getInteger("many", 500_000);
    private static final int JPA = Integer.getInteger("jpa", 30_000);
    private static final int IN_ONE = 100;
    /** What the engine's STOMP source uses. */
    private static final String STOMP_ACKNOWLEDGEMENT =
            System.getProperty("stomp-acknowledgement", "client-individual");

    private static final int FEW = 10;
    private static final int TRANSFORMATIONS = 1_000;
    private static final int CROWD = 10_000;

    private static final List<Goal> GOALS = List.of(
            atLeast(Measurement.ONE_AMQP, 0.7, Measurement.DRAIN),
            atLeast(Measurement.ONE_STOMP, 0.7, Measurement.DRAIN_STOMP),
            Goal.shown(Measurement.ONE_AMQP.word(), Measurement.JPA.word()),
            atLeast(Measurement.ARRAYS, 0.6, Measurement.WRITER),
            atLeast(Measurement.CROWD, 0.9, Measurement.FEW),
            Goal.shown(Measurement.WRITER_CROWD.word(), Measurement.WRITER_FEW.word()),
            atLeast(Measurement.AFTER_MILLION, 0.9, Measurement.ARRAYS),
            Goal.atMost("engine-heap", 512));

    private final Map<Measurement, List<Double>> rates = new EnumMap<>(Measurement.class);
    private final List<EngineMemory> memories = new ArrayList<>();

    private static Goal atLeast(Measurement of, double part, Measurement peer) {
        return Goal.atLeast(of.word(), part, peer.word());
    }

    @Test
    void filesASecond() throws Exception {
        List<String> wanted =
                Arrays.asList(System.getProperty("measurements", "").split(","));
        for (int round = 0; round < ROUNDS; round++) {
            for (Measurement measurement : Measurement.values()) {
                if (wanted.contains("") || wanted.contains(measurement.word())) {
                    double rate = measure(measurement);
                    rates.computeIfAbsent(measurement, first -> new ArrayList<>())
                            .add(rate);
                    System.out.printf("%-75s %,8.0f /s%n", measurement.words(), rate);
                }
            }
        }
        report();
    }

    private double measure(Measurement measurement) throws Exception {
        return switch (measurement) {
            case ONE_AMQP -> engine("amqp", TRANSFORMATIONS, ONES, 1, false);
            case ONE_STOMP -> engine("stomp", TRANSFORMATIONS, ONES, 1, false);
            case ARRAYS -> engine("amqp", TRANSFORMATIONS, MANY, IN_ONE, false);
            case HUNDRED -> engine("amqp", 100, MANY, IN_ONE, false);
            case FEW -> engine("amqp", FEW, MANY, IN_ONE, false);
            case CROWD -> engine("amqp", CROWD, MANY, IN_ONE, false);
            case AFTER_MILLION -> engine("amqp", TRANSFORMATIONS, MANY, IN_ONE, true);
            case DRAIN -> fromQueue(ONES, Ground::bareDrain);
            case DRAIN_STOMP -> fromQueue(ONES, ground -> ground.bareStompDrain(STOMP_ACKNOWLEDGEMENT));
            case JPA -> fromQueue(JPA, Ground::jpaRoute);
            case WRITER -> writer(TRANSFORMATIONS);
            case WRITER_FEW -> writer(FEW);
            case WRITER_CROWD -> writer(CROWD);
        };
    }

    private double engine(String protocol, int transformations, int files, int inOne, boolean after) throws Exception {
        Ground ground = new Ground(transformations);
        try (ServerProcess first = ground.engine(protocol)) {
            ground.awaitSettled();
            first.terminate();
        }
        if (after) {
            ground.seed(1_000_000);
        }
        ground.publish(files, inOne);
        double rate;
        try (ServerProcess engine = ground.engine(protocol)) {
            rate = ground.filesPerSecond(engine, files);
            memories.add(EngineMemory.of(engine));
        }
        ground.drop();
        return rate;
    }

    private static double fromQueue(int files, Function<Ground, ServerProcess> peer) throws Exception {
        Ground ground = new Ground(TRANSFORMATIONS);
        ground.publish(files, 1);
        double rate;
        try (ServerProcess program = peer.apply(ground)) {
            rate = ground.filesPerSecond(program, files);
        }
        ground.drop();
        return rate;
    }

    private static double writer(int transformations) throws Exception {
        Ground ground = new Ground(transformations);
        double rate;
        try (ServerProcess writer = ground.bareWriter(MANY)) {
            rate = ground.filesPerSecond(writer, MANY);
        }
        ground.drop();
        return rate;
    }

    private void report() throws IOException {
        Report report = new Report("pipeline");
        rates.forEach((measurement, all) -> report.more(measurement.word(), measurement.words(), "files/s", all));
        if (!memories.isEmpty()) {
            report.less(
                    "engine-resident",
                    "highest resident memory of the engine's process, all runs",
                    "MiB",
                    memories.stream().map(EngineMemory::resident).toList());
            report.less(
                    "engine-heap",
                    "what the engine keeps of 512 MiB of heap after a run, all runs",
                    "MiB",
                    memories.stream().map(EngineMemory::heap).toList());
        }
        GOALS.forEach(report::goal);
        report.details().put("mariadb", BenchmarkDatabase.options());
        report.publish();
        picture();
    }

    private void picture() throws IOException {
        SortedMap<Integer, List<Double>> byNumber = new TreeMap<>();
        Map.of(
                        FEW,
                        Measurement.FEW,
                        100,
                        Measurement.HUNDRED,
                        TRANSFORMATIONS,
                        Measurement.ARRAYS,
                        CROWD,
                        Measurement.CROWD)
                .forEach((number, measurement) -> {
                    if (rates.containsKey(measurement)) {
                        byNumber.put(number, rates.getOrDefault(measurement, List.of()));
                    }
                });
        if (byNumber.size() > 1) {
            System.out.println(Picture.throughput(byNumber, rates.getOrDefault(Measurement.WRITER, List.of())));
        }
    }
}
