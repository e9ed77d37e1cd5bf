package org.sluice.routes.stomp;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: doubled each time up to a limit, of which between a half and the whole is
 * taken at random, so that many clients of one broker do not return all at once.
 */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;
    private int attempts;

    Backoff(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    Duration next() {
        double limit = Math.min((double) longest.toMillis(), (double) first.toMillis() * Math.pow(2, attempts));
        attempts++;
        return Duration.ofMillis(Math.round(limit * (0.5 + random.getAsDouble() / 2)));
    }

    void reset() {
        attempts = 0;
    }
}
