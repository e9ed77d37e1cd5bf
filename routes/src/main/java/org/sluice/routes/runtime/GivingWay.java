package org.sluice.routes.runtime;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * How long work that can wait rests after each of its steps: as long as the step took where live events came meanwhile, so
 * that these have half of what the machine and the database can do at least. Used by one thread.
 */
final class GivingWay implements UnaryOperator<Duration> {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final LongSupplier batches;
    private long seen;

    /** @param batches how many batches of live events there were so far */
    GivingWay(LongSupplier batches) {
        this.batches = batches;
    }

    @Override
    public Duration apply(Duration took) {
        long now = batches.getAsLong();
        boolean isLive = now != seen;
        seen = now;
        if (!isLive) {
            return Duration.ZERO;
        }
        return took.compareTo(LONGEST) < 0 ? took : LONGEST;
    }
}
