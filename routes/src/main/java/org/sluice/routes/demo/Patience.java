package org.sluice.routes.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions up to a limit for all of them together. Thread-safe. */
final class Patience {
    private static final int LOOK_AGAIN_MS = 20;

    private final long end;
    private volatile boolean stopped;

    Patience(Duration limit) {
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** Ends all waiting. */
    void stop() {
        stopped = true;
    }

    /**
     * Waits until it is so.
     *
     * @param what completes the sentence "The demo waited in vain until …"
     */
    void until(BooleanSupplier condition, Supplier<String> what) {
        while (!condition.getAsBoolean()) {
            if (stopped) {
                throw new DemoFailedException("The demo was stopped.");
            }
            if (System.nanoTime() - end > 0) {
                throw new DemoFailedException("The demo waited in vain until " + what.get()
                        + ". Run it again with --verbose to see what the engine says.");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoFailedException("The demo was stopped.", e);
            }
        }
    }
}
