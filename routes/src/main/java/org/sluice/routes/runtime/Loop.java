package org.sluice.routes.runtime;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.routes.health.Backoff;

/**
 * Does some kind of work in a thread of its own: again at once while there is more, otherwise when woken, at the latest
 * after a while. Nothing that goes wrong ends it.
 */
final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final Step step;
    private final Duration pause;
    private final Consumer<RuntimeException> failed;
    private final Semaphore woken = new Semaphore(0);
    private final Thread thread;

    /** One piece of work. */
    @FunctionalInterface
    interface Step {
        /** Whether there may be more. */
        boolean run();
    }

    Loop(String name, Duration pause, Step step, Consumer<RuntimeException> failed) {
        this.step = step;
        this.pause = pause;
        this.failed = failed;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    Loop start() {
        thread.start();
        return this;
    }

    /** There may be work. */
    void wake() {
        woken.release();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        int failures = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                failures = workAll() ? 0 : failures + 1;
                rest(failures);
            }
        } catch (InterruptedException closed) {
            LOG.debug("Ended.");
        }
    }

    /** Whether nothing went wrong. */
    private boolean workAll() {
        try {
            while (!Thread.currentThread().isInterrupted() && step.run()) {
                LOG.trace("There may be more to do.");
            }
            return true;
        } catch (RuntimeException fault) {
            failed.accept(fault);
            return false;
        }
    }

    private void rest(int failures) throws InterruptedException {
        if (failures > 0) {
            // Not cut short by being woken: the work that wakes it would make it fail the more often.
            TimeUnit.MILLISECONDS.sleep(Backoff.STANDARD.after(failures).toMillis());
        } else {
            woken.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
        woken.drainPermits();
    }
}
