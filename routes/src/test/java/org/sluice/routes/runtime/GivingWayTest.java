package org.sluice.routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Work that can wait gives way to live events, and to nothing else. */
class GivingWayTest {
    private static final Duration STEP = Duration.ofMillis(20);

    private final AtomicBoolean busy = new AtomicBoolean();
    private final GivingWay givingWay = new GivingWay(busy::get);

    @Test
    void withoutLiveEventsItGoesOnAtOnce() {
        assertThat(givingWay.apply(STEP)).isZero();
        assertThat(givingWay.apply(STEP)).isZero();
    }

    @Test
    void afterAStepBesideWhichLiveEventsCameItRestsAsLong() {
        busy.set(true);
        assertThat(givingWay.apply(STEP)).isEqualTo(STEP);
        busy.set(false);
        assertThat(givingWay.apply(STEP)).isEqualTo(STEP);
        assertThat(givingWay.apply(STEP)).isZero();
    }

    @Test
    void aStepThatTookVeryLongDoesNotDoubleTheWait() {
        busy.set(true);
        assertThat(givingWay.apply(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
    }
}
