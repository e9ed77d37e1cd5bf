package org.sluice.it.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.sluice.it.benchmark.FilterPeer.Side;
import org.sluice.it.benchmark.FilterWorkload.Shape;

/**
 * The index over filters beside AWS event-ruler, from bytes to ids on one thread. Both sides are measured in turns, in several
 * rounds, each in a JVM of its own; goals are compared by medians. With the most filters Sluice is measured alone, in the same
 * rounds: event-ruler does not take in so many ranges in any reasonable time.
 *
 * <p>{@code mvn test -pl it-tests -am -Dtest=FilterIndexBenchmark -Dsurefire.failIfNoSpecifiedTests=false} takes about 25
 * minutes; fewer or shorter rounds by {@code -Dtest.jvm.args="-Drounds=1 -Dseconds=2 -Dfilters=10,1000"}, other numbers of filters
 * for Sluice alone by {@code -Dalone=20000,50000}, none by {@code -Dalone=}. Results: {@code
 * it-tests/target/benchmark/filter-index.json}.
 */
class FilterIndexBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int SECONDS = Integer.getInteger("seconds", 3);
    private static final int WARM_UPS = Integer.getInteger("warmups", 5);
    private static final int FEWEST = 10;
    private static final int MOST = 50_000;
    private static final String[] SIZES = numbers("filters", "10,1000,10000");
    private static final String[] SIZES_ALONE = numbers("alone", String.valueOf(MOST));
    private static final List<Shape> SHAPES = Stream.of(
                    System.getProperty("shapes", "DISTINCT,EQUALITY,RANGES").split(","))
            .map(Shape::valueOf)
            .toList();

    /** Events a second in every round. */
    private final Map<Case, List<Double>> results = new TreeMap<>();

    private record Case(Shape shape, int filters, Side side) implements Comparable<Case> {
        String name() {
            return (shape + "-" + filters + "-" + side).toLowerCase(Locale.ROOT).replace('_', '-');
        }

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
            run(SIZES, Side.values());
            run(SIZES_ALONE, Side.SLUICE);
        }
        report(footprint).publish();
        assertThat(results).isNotEmpty();
    }

    private static String[] numbers(String property, String usual) {
        return Stream.of(System.getProperty(property, usual).split(","))
                .filter(number -> !number.isBlank())
                .toArray(String[]::new);
    }

    private void run(String[] sizes, Side... sides) throws RunnerException {
        if (sizes.length > 0) {
            new Runner(options(sizes, sides)).run().forEach(this::note);
        }
    }

    private static Options options(String[] sizes, Side... sides) {
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
        return options.param("filters", sizes)
                .param("shape", SHAPES.stream().map(Shape::name).toArray(String[]::new))
                .param("side", Stream.of(sides).map(Side::name).toArray(String[]::new))
                .build();
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

    private Report report(FilterIndexFootprint footprint) {
        Report report = new Report("filter-index");
        results.forEach((one, values) -> report.more(
                one.name(), one.shape() + ", " + one.filters() + " filters, " + one.side(), "events/s", values));
        for (Shape shape : SHAPES) {
            for (String size : SIZES) {
                report.goal(goal(shape, Integer.parseInt(size)));
            }
            for (String size : SIZES_ALONE) {
                report.goal(goalBesideFewest(shape, Integer.parseInt(size)));
            }
        }
        footprint.addTo(report);
        return report;
    }

    /** What is left of the speed with few filters. */
    private static Goal goalBesideFewest(Shape shape, int filters) {
        String many = new Case(shape, filters, Side.SLUICE).name();
        String fewest = new Case(shape, FEWEST, Side.SLUICE).name();
        return filters == MOST && shape != Shape.DISTINCT ? Goal.atLeast(many, 0.5, fewest) : Goal.shown(many, fewest);
    }

    private static Goal goal(Shape shape, int filters) {
        String ours = new Case(shape, filters, Side.SLUICE).name();
        String peers = new Case(shape, filters, Side.EVENT_RULER).name();
        if (shape != Shape.RANGES) {
            return Goal.atLeast(ours, filters < 1_000 ? 1 : 3, peers);
        }
        return filters == 10_000 ? Goal.atLeast(ours, 50, peers) : Goal.shown(ours, peers);
    }
}
