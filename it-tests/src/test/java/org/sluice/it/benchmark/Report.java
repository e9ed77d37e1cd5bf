package org.sluice.it.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a benchmark found: figures with their spread, and goals; printed, and written to {@code
 * it-tests/target/benchmark/<benchmark>.json}, in one shape for all benchmarks ({@code compare-commits} reads it).
 */
final class Report {
    private final String benchmark;
    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final List<Goal> goals = new ArrayList<>();
    private final ObjectNode details = new ObjectMapper().createObjectNode();

    Report(String benchmark) {
        this.benchmark = benchmark;
    }

    /** What was measured several times. */
    private record Figure(String words, String unit, boolean moreIsBetter, List<Double> values) {
        double median() {
            return Samples.median(values);
        }

        double lowest() {
            return Samples.percentile(values, 0);
        }

        double highest() {
            return Samples.percentile(values, 100);
        }

        String text() {
            return number(median()) + " " + unit;
        }
    }

    /** A figure of which more is better. */
    void more(String name, String words, String unit, List<Double> values) {
        figures.put(name, new Figure(words, unit, true, List.copyOf(values)));
    }

    /** A figure of which less is better. */
    void less(String name, String words, String unit, List<Double> values) {
        figures.put(name, new Figure(words, unit, false, List.copyOf(values)));
    }

    /** A goal; not mentioned where what it compares was not measured. */
    void goal(Goal goal) {
        goals.add(goal);
    }

    /** Where the benchmark puts what else it has to say. */
    ObjectNode details() {
        return details;
    }

    /** A folder for what benchmarks write. */
    static Path folder() throws IOException {
        return Files.createDirectories(Path.of("target", "benchmark").toAbsolutePath());
    }

    /** Prints and writes all of it. */
    void publish() throws IOException {
        System.out.printf("%n%s: median (lowest to highest)%n", benchmark);
        figures.values()
                .forEach(figure -> System.out.printf(
                        "%-75s %9s %-8s (%s to %s)%n",
                        figure.words(),
                        number(figure.median()),
                        figure.unit(),
                        number(figure.lowest()),
                        number(figure.highest())));
        measuredGoals().forEach(goal -> System.out.println(line(goal)));
        System.out.println(Samples.machine());
        Path file = folder().resolve(benchmark + ".json");
        Files.writeString(file, json().toPrettyString());
        System.out.println(file);
    }

    private List<Goal> measuredGoals() {
        return goals.stream()
                .filter(goal -> figures.containsKey(goal.of())
                        && goal.peer().map(figures::containsKey).orElse(true))
                .toList();
    }

    private Figure figure(String name) {
        Figure figure = figures.get(name);
        if (figure == null) {
            throw new IllegalArgumentException("not measured: " + name);
        }
        return figure;
    }

    private double value(Goal goal) {
        double median = figure(goal.of()).median();
        return goal.peer().map(peer -> median / figure(peer).median()).orElse(median);
    }

    /** What the ratio may be at least, given how the figures spread: the lowest of this one, the highest of the other. */
    private double lowestRatio(Goal goal, String peer) {
        return figure(goal.of()).lowest() / figure(peer).highest();
    }

    /** What it may be at most. */
    private double highestRatio(Goal goal, String peer) {
        return figure(goal.of()).highest() / figure(peer).lowest();
    }

    private String line(Goal goal) {
        String sides = goal.of() + " " + figure(goal.of()).text()
                + goal.peer()
                        .map(peer -> ", " + peer + " " + figure(peer).text() + ": ratio " + number(value(goal)) + " ("
                                + number(lowestRatio(goal, peer)) + " to " + number(highestRatio(goal, peer)) + ")")
                        .orElse("");
        return sides
                + goal.reachedBy(value(goal))
                        .map(reached -> "; the goal is " + goal.sense().words() + " " + number(goal.limit()) + ": "
                                + (reached ? "reached" : "missed"))
                        .orElse("");
    }

    private ObjectNode json() {
        ObjectNode json = new ObjectMapper()
                .createObjectNode()
                .put("benchmark", benchmark)
                .put("machine", Samples.machine());
        ObjectNode all = json.putObject("figures");
        figures.forEach((name, figure) -> {
            ArrayNode values = all.putObject(name)
                    .put("words", figure.words())
                    .put("unit", figure.unit())
                    .put("better", figure.moreIsBetter() ? "more" : "less")
                    .put("median", figure.median())
                    .put("lowest", figure.lowest())
                    .put("highest", figure.highest())
                    .putArray("values");
            figure.values().forEach(values::add);
        });
        ArrayNode reached = json.putArray("goals");
        measuredGoals().forEach(goal -> reached.add(json(goal)));
        json.set("details", details);
        return json;
    }

    private ObjectNode json(Goal goal) {
        ObjectNode json = new ObjectMapper()
                .createObjectNode()
                .put("of", goal.of())
                .put("figure", figure(goal.of()).median());
        goal.peer().ifPresent(peer -> json.put("peer", peer)
                .put("peersFigure", figure(peer).median())
                .put("ratio", value(goal))
                .put("lowestRatio", lowestRatio(goal, peer))
                .put("highestRatio", highestRatio(goal, peer)));
        goal.reachedBy(value(goal))
                .ifPresent(reached -> json.put("goal", goal.sense().words())
                        .put("limit", goal.limit())
                        .put("reached", reached));
        return json;
    }

    private static String number(double value) {
        return Math.abs(value) >= 100 ? "%,.0f".formatted(value) : "%.2f".formatted(value);
    }
}
