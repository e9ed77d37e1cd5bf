package org.sluice.routes.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Property
    void doublesUpToTheLongestWithinHalfEitherWay(@ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int failures) {
        long doubled = failures > 6 ? 5_000 : Math.min(5_000, 100L << (failures - 1));
        assertThat(backoff.after(failures))
                .isBetween(Duration.ofMillis(doubled / 2), Duration.ofMillis(doubled * 3 / 2));
    }
}
