package org.sluice.it.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.FilterIndex;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.it.benchmark.FilterWorkload.Shape;

/**
 * What the index over filters costs beside time to match: the larger of both shapes.
 *
 * @param filters how many
 * @param mebibytes the heap that they take, their queries with them
 * @param loadMillis from queries to the index, all at once
 * @param updateMicros from the change of one filter to the answer of a match that sees it: median
 * @param slowestUpdateMicros the slowest of 1,000 such changes
 */
record FilterIndexFootprint(
        int filters, double mebibytes, double loadMillis, double updateMicros, double slowestUpdateMicros) {
    private static final int UPDATES = 1_000;
    private static final double MOST_MEBIBYTES = 200;
    private static final double MOST_MICROS = 10_000;

    static FilterIndexFootprint of(int filters) {
        FilterIndexFootprint equality = of(Shape.EQUALITY, filters);
        FilterIndexFootprint ranges = of(Shape.RANGES, filters);
        return new FilterIndexFootprint(
                filters,
                Math.max(equality.mebibytes, ranges.mebibytes),
                Math.max(equality.loadMillis, ranges.loadMillis),
                Math.max(equality.updateMicros, ranges.updateMicros),
                Math.max(equality.slowestUpdateMicros, ranges.slowestUpdateMicros));
    }

    private static FilterIndexFootprint of(Shape shape, int filters) {
        FilterWorkload workload = FilterWorkload.of(shape, filters);
        long before = used();
        long from = System.nanoTime();
        FilterPeer.Sluice sluice = new FilterPeer.Sluice(workload.filters());
        double load = (System.nanoTime() - from) / 1e6;
        double mebibytes = (used() - before) / 1048576.0;
        FilterIndex index = sluice.index();
        FileFacts file = FileFacts.builder("/vo/a").build();
        List<Long> updates = new ArrayList<>();
        // The first changes only warm up.
        for (int i = 0; i < 2 * UPDATES; i++) {
            int id = i * 37 % filters;
            MetaQuery query = FilterPeer.Sluice.query(workload.filters().get((id + 1) % filters));
            long start = System.nanoTime();
            index.put(id, query);
            index.match(file);
            if (i >= UPDATES) {
                updates.add(System.nanoTime() - start);
            }
        }
        assertThat(index.size()).isEqualTo(filters);
        updates.sort(Long::compare);
        return new FilterIndexFootprint(
                filters, mebibytes, load, updates.get(UPDATES / 2) / 1e3, updates.get(UPDATES - 1) / 1e3);
    }

    /** The heap in use after what is free was given back. */
    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    void addTo(Report report) {
        report.less("footprint", filters + " filters with their queries", "MiB", List.of(mebibytes));
        report.less("load", filters + " filters loaded all at once", "ms", List.of(loadMillis));
        report.less("update", "an update among them is seen after", "µs", List.of(updateMicros));
        report.less("slowest-update", "the slowest of " + UPDATES + " updates", "µs", List.of(slowestUpdateMicros));
        report.goal(Goal.atMost("footprint", MOST_MEBIBYTES));
        report.goal(Goal.atMost("update", MOST_MICROS));
        report.goal(Goal.atMost("slowest-update", MOST_MICROS));
    }
}
