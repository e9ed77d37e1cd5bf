package org.sluice.it.benchmark;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH measures: one event from its bytes to the filters that take it. Run by {@link FilterIndexBenchmark}. */
@State(Scope.Thread)
public class MatchingBenchmark {
    @Param({"DISTINCT", "EQUALITY", "RANGES"})
    @SuppressWarnings("NullAway.Init") // by JMH
    String shape;

    @Param({"10", "1000", "10000"})
    int filters;

    @Param({"SLUICE", "EVENT_RULER"})
    @SuppressWarnings("NullAway.Init") // by JMH
    String side;

    private List<byte[]> events = List.of();
    private int next;

    @SuppressWarnings("NullAway.Init") // in prepare
    private FilterPeer peer;

    /** Loads the filters. */
    @Setup
    public void prepare() {
        FilterWorkload workload = FilterWorkload.of(FilterWorkload.Shape.valueOf(shape), filters);
        events = workload.events();
        peer = FilterPeer.Side.valueOf(side).over(workload.filters());
    }

    /** The next event. */
    @Benchmark
    public int match() {
        next = (next + 1) % events.size();
        return peer.match(events.get(next));
    }
}
