package org.sluice.routes.runtime;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * How long work that can wait rests after each of its steps: as long as the step took, at most a second, where live events are
 * being handled when it ends, or were when it began. Used by one thread.
 */
final class GivingWay implements UnaryOperator<Duration> {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final BooleanSupplier busy;
    private boolean wasBusy;

    /** @param busy whether live events are being handled */
    GivingWay(BooleanSupplier busy) {
        this.busy = busy;
    }

    @Override
    public Duration apply(Duration took) {
        boolean isBusy = busy.getAsBoolean();
        boolean givesWay = isBusy || wasBusy;
        wasBusy = isBusy;
        if (!givesWay) {
            return Duration.ZERO;
        }
        return took.compareTo(LONGEST) < 0 ? took : LONGEST;
    }
}
