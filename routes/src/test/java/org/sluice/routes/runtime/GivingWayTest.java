package org.sluice.routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Work that can wait gives way to live events, and to nothing else. */
class GivingWayTest {
    private static final Duration STEP = Duration.ofMillis(20);

    private final AtomicLong batches = new AtomicLong();
    private final GivingWay givingWay = new GivingWay(batches::get);

    @Test
    void withoutLiveEventsItGoesOnAtOnce() {
        assertThat(givingWay.apply(STEP)).isZero();
        assertThat(givingWay.apply(STEP)).isZero();
    }

    @Test
    void afterAStepBesideWhichLiveEventsCameItRestsAsLong() {
        batches.set(3);
        assertThat(givingWay.apply(STEP)).isEqualTo(STEP);
        assertThat(givingWay.apply(STEP)).isZero();
        batches.incrementAndGet();
        assertThat(givingWay.apply(STEP)).isEqualTo(STEP);
    }

    @Test
    void aStepThatTookVeryLongDoesNotDoubleTheWait() {
        batches.set(1);
        assertThat(givingWay.apply(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
    }
}
