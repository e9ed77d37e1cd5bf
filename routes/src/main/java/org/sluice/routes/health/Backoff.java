package org.sluice.routes.health;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before something is tried again: doubled each time up to a limit, then spread by chance over half of
 * that to one and a half of it, so that several processes do not come back in the same moment.
 *
 * <p>Immutable.
 */
public record Backoff(Duration first, Duration longest) {

    /** For what is usually back within seconds: from 100 ms to 5 s. */
    public static final Backoff STANDARD = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    /**
     * The wait after so many failures.
     *
     * @param failures how many tries have failed in a row, at least 1
     */
    public Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, 20);
        long bounded = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(bounded / 2 + ThreadLocalRandom.current().nextLong(bounded + 1));
    }
}
