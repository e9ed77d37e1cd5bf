package org.sluice.it.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmark compares like with like: both sides find the same filters, at least one for each event. */
class FilterPeersTest {
    @ParameterizedTest
    @EnumSource
    void bothSidesFindTheSame(FilterWorkload.Shape shape) {
        FilterWorkload workload = FilterWorkload.of(shape, 1_000);
        FilterPeer sluice = FilterPeer.Side.SLUICE.over(workload.filters());
        FilterPeer ruler = FilterPeer.Side.EVENT_RULER.over(workload.filters());
        assertThat(workload.events().subList(0, 500))
                .allSatisfy(
                        event -> assertThat(sluice.matching(event)).isNotEmpty().isEqualTo(ruler.matching(event)));
        double mean =
                workload.events().stream().mapToInt(sluice::match).average().orElseThrow();
        assertThat(mean).isBetween(1.0, 4.0);
    }
}
