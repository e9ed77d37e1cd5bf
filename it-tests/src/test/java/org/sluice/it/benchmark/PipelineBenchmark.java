package org.sluice.it.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final int ONES = Integer.getInteger("ones", 50_000);
    private static final int MANY = Integer.getInteger("many", 200_000);
    private static final int IN_ONE = 100;
    /** What the engine's STOMP source uses. */
    private static final String STOMP_ACKNOWLEDGEMENT =
            System.getProperty("stomp-acknowledgement", "client-individual");

    private static final int TRANSFORMATIONS = 1_000;

    /** What is measured, in files a second. */
    private enum Measurement {
        ONE_AMQP("one event a message, AMQP, 1,000 transformations"),
        ONE_STOMP("one event a message, STOMP, 1,000 transformations"),
        DRAIN("bare drain: the same messages, AMQP, rows in bulk"),
        ARRAYS("100 events a message, AMQP, 1,000 transformations"),
        DRAIN_STOMP("bare drain: the same messages, STOMP, rows in bulk"),
        JPA("one event a message, AMQP, a plain Camel route that stores one row set an event by JPA"),
        WRITER("bare bulk writer: 500 files a commit, no queue"),
        FEW("100 events a message, AMQP, 10 transformations"),
        CROWD("100 events a message, AMQP, 10,000 transformations"),
        AFTER_MILLION("100 events a message, AMQP, 1,000 transformations, 1,000,000 files there");

        private final String words;

        Measurement(String words) {
            this.words = words;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** A goal: one measurement as a part of another. */
    private record Goal(Measurement of, Measurement peer, double part) {}

    private static final List<Goal> GOALS = List.of(
            new Goal(Measurement.ONE_AMQP, Measurement.DRAIN, 0.7),
            new Goal(Measurement.ONE_STOMP, Measurement.DRAIN_STOMP, 0.7),
            new Goal(Measurement.ARRAYS, Measurement.WRITER, 0.6),
            new Goal(Measurement.CROWD, Measurement.FEW, 0.9),
            new Goal(Measurement.AFTER_MILLION, Measurement.ARRAYS, 0.9));

    private final Map<Measurement, List<Double>> figures = new LinkedHashMap<>();

    @Test
    void filesASecond() throws Exception {
        List<String> wanted =
                Arrays.asList(System.getProperty("measurements", "").split(","));
        for (int round = 0; round < ROUNDS; round++) {
            for (Measurement measurement : Measurement.values()) {
                if (wanted.contains("") || wanted.contains(measurement.word())) {
                    double rate = measure(measurement);
                    figures.computeIfAbsent(measurement, first -> new ArrayList<>())
                            .add(rate);
                    System.out.printf("%-75s %,8.0f /s%n", measurement.words, rate);
                }
            }
        }
        print();
        write();
    }

    private static double measure(Measurement measurement) throws Exception {
        return switch (measurement) {
            case ONE_AMQP -> engine("amqp", TRANSFORMATIONS, ONES, 1, false);
            case ONE_STOMP -> engine("stomp", TRANSFORMATIONS, ONES, 1, false);
            case ARRAYS -> engine("amqp", TRANSFORMATIONS, MANY, IN_ONE, false);
            case FEW -> engine("amqp", 10, MANY, IN_ONE, false);
            case CROWD -> engine("amqp", 10_000, MANY, IN_ONE, false);
            case AFTER_MILLION -> engine("amqp", TRANSFORMATIONS, MANY, IN_ONE, true);
            case DRAIN -> fromQueue(ONES, Ground::bareDrain);
            case DRAIN_STOMP -> fromQueue(ONES, ground -> ground.bareStompDrain(STOMP_ACKNOWLEDGEMENT));
            case JPA -> fromQueue(ONES / 10, Ground::jpaRoute);
            case WRITER -> writer();
        };
    }

    private static double engine(String protocol, int transformations, int files, int inOne, boolean after)
            throws Exception {
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

    private static double writer() throws Exception {
        Ground ground = new Ground(TRANSFORMATIONS);
        double rate;
        try (ServerProcess writer = ground.bareWriter(MANY)) {
            rate = ground.filesPerSecond(writer, MANY);
        }
        ground.drop();
        return rate;
    }

    private void print() {
        figures.forEach((measurement, rates) -> System.out.printf(
                "%-75s %,8.0f /s  (%,.0f to %,.0f)%n",
                measurement.words,
                Samples.median(rates),
                rates.stream().min(Double::compare).orElseThrow(),
                rates.stream().max(Double::compare).orElseThrow()));
        for (Goal goal : GOALS) {
            if (figures.containsKey(goal.of()) && figures.containsKey(goal.peer())) {
                double part = ratio(goal);
                System.out.printf(
                        "%s %.2f of %s; the goal is %.2f: %s%n",
                        goal.of().word(),
                        part,
                        goal.peer().word(),
                        goal.part(),
                        part >= goal.part() ? "reached" : "missed");
            }
        }
        Goal beside = new Goal(Measurement.ONE_AMQP, Measurement.JPA, 0);
        if (figures.containsKey(beside.of()) && figures.containsKey(beside.peer())) {
            System.out.printf("Sluice / jpa %.1f%n", ratio(beside));
        }
        System.out.println(Samples.machine());
    }

    private double ratio(Goal goal) {
        return Samples.median(figures.getOrDefault(goal.of(), List.of()))
                / Samples.median(figures.getOrDefault(goal.peer(), List.of()));
    }

    private void write() throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode().put("machine", Samples.machine());
        ObjectNode rates = json.putObject("filesPerSecond");
        figures.forEach((measurement, all) -> {
            ArrayNode values = rates.putArray(measurement.word());
            all.forEach(values::add);
        });
        ArrayNode goals = json.putArray("goals");
        GOALS.stream()
                .filter(goal -> figures.containsKey(goal.of()) && figures.containsKey(goal.peer()))
                .forEach(goal -> goals.addObject()
                        .put("of", goal.of().word())
                        .put("peer", goal.peer().word())
                        .put("ratio", ratio(goal))
                        .put("goal", goal.part()));
        Path file = Files.createDirectories(Path.of("target", "benchmark")).resolve("pipeline.json");
        Files.writeString(file, json.toPrettyString());
    }
}
