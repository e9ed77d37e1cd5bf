package org.sluice.routes.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.routes.health.Backoff;

/**
 * Does some kind of work in a thread of its own: again at once while there is more, otherwise when woken, at the latest
 * after a while. Nothing that goes wrong ends it.
 */
final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private static final Duration LAST_STEP = Duration.ofMillis(500);

    private final Step step;
    private final Duration pause;
    private final Consumer<RuntimeException> failed;
    private final UnaryOperator<Duration> restAfter;
    private final Semaphore woken = new Semaphore(0);
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** One piece of work. */
    @FunctionalInterface
    interface Step {
        /** Whether there may be more. */
        boolean run();
    }

    Loop(String name, Duration pause, Step step, Consumer<RuntimeException> failed) {
        this(name, pause, step, failed, took -> Duration.ZERO);
    }

    /** @param restAfter from how long a step took to how long the next one waits though there is more to do */
    Loop(String name, Duration pause, Step step, Consumer<RuntimeException> failed, UnaryOperator<Duration> restAfter) {
        this.step = step;
        this.pause = pause;
        this.failed = failed;
        this.restAfter = restAfter;
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

    /** Lets the step in hand end, for a while; not by an interrupt, at which H2 closes its files. */
    @Override
    public void close() {
        closing.countDown();
        woken.release();
        try {
            thread.join(LAST_STEP.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        try {
            while (!isClosed()) {
                failures = workAll() ? 0 : failures + 1;
                rest(failures);
            }
        } catch (InterruptedException hurried) {
            LOG.debug("Interrupted, which ends it.");
        }
    }

    /** Whether nothing went wrong. */
    private boolean workAll() throws InterruptedException {
        try {
            long begin = System.nanoTime();
            while (!isClosed() && step.run()) {
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                closing.await(restAfter.apply(took).toNanos(), TimeUnit.NANOSECONDS);
                begin = System.nanoTime();
            }
            return true;
        } catch (RuntimeException fault) {
            failed.accept(fault);
            return false;
        }
    }

    private void rest(int failures) throws InterruptedException {
        if (failures > 0) {
            // Not cut short by being woken: the commits that wake it would make it fail the more often.
            closing.await(Backoff.STANDARD.after(failures).toMillis(), TimeUnit.MILLISECONDS);
        } else {
            woken.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
        woken.drainPermits();
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }
}
