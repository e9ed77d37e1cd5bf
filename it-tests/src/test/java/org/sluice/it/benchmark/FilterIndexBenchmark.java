package org.sluice.it.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.sluice.it.benchmark.FilterPeer.Side;
import org.sluice.it.benchmark.FilterWorkload.Shape;

/**
 * The index over filters beside AWS event-ruler, from bytes to ids on one thread. Both sides are measured in turns, in several
 * rounds, each in a JVM of its own; goals are compared by medians.
 *
 * <p>{@code mvn test -pl it-tests -am -Dtest=FilterIndexBenchmark -Dsurefire.failIfNoSpecifiedTests=false} takes about 25
 * minutes; fewer or shorter rounds by {@code -Dtest.jvm.args="-Drounds=1 -Dseconds=2 -Dfilters=10,1000"}. Results:
 * {@code it-tests/target/filter-index.json}.
 */
class FilterIndexBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int SECONDS = Integer.getInteger("seconds", 3);
    private static final int WARM_UPS = Integer.getInteger("warmups", 5);
    private static final int MOST = 50_000;
    private static final String[] SIZES =
            System.getProperty("filters", "10,1000,10000,50000").split(",");
    private static final List<Shape> SHAPES = Stream.of(
                    System.getProperty("shapes", "DISTINCT,EQUALITY,RANGES").split(","))
            .map(Shape::valueOf)
            .toList();

    /** Events a second in every round. */
    private final Map<Case, List<Double>> results = new TreeMap<>();

    private record Case(Shape shape, int filters, Side side) implements Comparable<Case> {
        @Override
        public int compareTo(Case other) {
            int byShape = shape.compareTo(other.shape);
            int byFilters = byShape != 0 ? byShape : Integer.compare(filters, other.filters);
            return byFilters != 0 ? byFilters : side.compareTo(other.side);
        }
    }

    @Test
    void sluiceBesideEventRuler() throws RunnerException, IOException {
        FilterIndexFootprint footprint = FilterIndexFootprint.of(MOST);
        for (int round = 0; round < ROUNDS; round++) {
            new Runner(options()).run().forEach(this::note);
        }
        print();
        footprint.print();
        write(footprint);
        assertThat(results).isNotEmpty();
    }

    private static org.openjdk.jmh.runner.options.Options options() {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(MatchingBenchmark.class.getName())
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .threads(1)
                .forks(1)
                .jvmArgs("-Xmx4g", "-Duser.timezone=UTC")
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.seconds(SECONDS))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(SECONDS));
        String[] shapes = SHAPES.stream().map(Shape::name).toArray(String[]::new);
        return options.param("filters", SIZES).param("shape", shapes).build();
    }

    private void note(RunResult result) {
        Case one = new Case(
                Shape.valueOf(result.getParams().getParam("shape")),
                Integer.parseInt(result.getParams().getParam("filters")),
                Side.valueOf(result.getParams().getParam("side")));
        result.getAggregatedResult().getIterationResults().forEach(iteration -> results.computeIfAbsent(
                        one, key -> new ArrayList<>())
                .add(iteration.getPrimaryResult().getScore()));
    }

    private void print() {
        System.out.printf(
                "%n%-9s %8s %22s %22s %8s %6s%n", "filters", "number", "Sluice /s", "event-ruler /s", "ratio", "goal");
        for (Shape shape : SHAPES) {
            for (String size : SIZES) {
                int filters = Integer.parseInt(size);
                List<Double> ours = of(shape, filters, Side.SLUICE);
                List<Double> peers = of(shape, filters, Side.EVENT_RULER);
                System.out.printf(
                        "%-9s %,8d %s %s %8.2f %6s%n",
                        shape,
                        filters,
                        spread(ours),
                        spread(peers),
                        median(ours) / median(peers),
                        goal(shape, filters));
            }
            double kept = median(of(shape, Integer.parseInt(SIZES[SIZES.length - 1]), Side.SLUICE))
                    / median(of(shape, Integer.parseInt(SIZES[0]), Side.SLUICE));
            System.out.printf(
                    "%-9s %s filters as fast as %s: %.2f (goal: 0.5)%n",
                    shape, SIZES[SIZES.length - 1], SIZES[0], kept);
        }
        System.out.println(machine());
    }

    private static String goal(Shape shape, int filters) {
        if (shape != Shape.RANGES) {
            return filters < 1_000 ? "1" : "3";
        }
        return filters == 10_000 ? "50" : "";
    }

    private List<Double> of(Shape shape, int filters, Side side) {
        return results.getOrDefault(new Case(shape, filters, side), List.of(Double.NaN));
    }

    private static String spread(List<Double> values) {
        return "%,9.0f (%,.0f–%,.0f)"
                .formatted(
                        median(values),
                        values.stream().min(Double::compare).orElseThrow(),
                        values.stream().max(Double::compare).orElseThrow());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static String machine() {
        return "%d processors, %s %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"));
    }

    private void write(FilterIndexFootprint footprint) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        results.forEach((one, values) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("shape", one.shape());
            row.put("filters", one.filters());
            row.put("side", one.side());
            row.put("eventsPerSecond", median(values));
            row.put("iterations", values);
            rows.add(row);
        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine());
        all.put("matching", rows);
        all.put("footprint", footprint);
        Path file = Path.of("target", "filter-index.json");
        Files.write(
                file,
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
        System.out.println(file.toAbsolutePath());
    }
}
