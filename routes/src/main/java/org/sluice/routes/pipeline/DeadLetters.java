package org.sluice.routes.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.routes.health.Backoff;
import org.sluice.routes.health.Condition;
import org.sluice.routes.mq.MqSender;
import org.sluice.routes.mq.MqUnavailableException;

/**
 * Brings rejected events to the dead-letter queue. Workers do not wait for the broker: good events go on while it is
 * slow to confirm, or away. Many letters are on their way at once, up to a bound at which workers do wait.
 */
final class DeadLetters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MOST_AT_ONCE = 2_000;

    private final MqSender sender;
    private final Condition destination;
    private final Backoff backoff;
    private final PipelineMetrics metrics;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final ScheduledThreadPoolExecutor later;
    private volatile boolean closed;

    DeadLetters(MqSender sender, Condition destination, Backoff backoff, PipelineMetrics metrics) {
        this.sender = sender;
        this.destination = destination;
        this.backoff = backoff;
        this.metrics = metrics;
        this.later = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sluice-dead-letters");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Tries to reach the destination, so that its absence is known before the first letter. */
    void reach() {
        reach(1);
    }

    /**
     * Sends letters, each again and again until the broker has confirmed it.
     *
     * @return completes when all are confirmed; never fails, and after {@link #close} may never complete
     * @throws PipelineClosedException when it was closed before there was room for all of them
     */
    CompletableFuture<Void> send(List<DeadLetter> letters) throws InterruptedException {
        CompletableFuture<?>[] confirmed = new CompletableFuture<?>[letters.size()];
        for (int i = 0; i < confirmed.length; i++) {
            room.acquire();
            requireOpen();
            CompletableFuture<Void> one = new CompletableFuture<>();
            confirmed[i] = one.thenRun(room::release);
            attempt(letters.get(i), 1, one);
        }
        return CompletableFuture.allOf(confirmed);
    }

    /** Waits until nothing is on its way, at most so long; not at all while the destination is away. */
    void await(Duration longest) throws InterruptedException {
        if (!destination.state().isUp()) {
            return;
        }
        if (room.tryAcquire(MOST_AT_ONCE, longest.toMillis(), TimeUnit.MILLISECONDS)) {
            room.release(MOST_AT_ONCE);
        }
    }

    int onTheirWay() {
        return MOST_AT_ONCE - room.availablePermits();
    }

    @Override
    public void close() {
        closed = true;
        room.release(MOST_AT_ONCE);
        later.shutdownNow();
    }

    private void requireOpen() {
        if (closed) {
            throw new PipelineClosedException();
        }
    }

    private void attempt(DeadLetter letter, int number, CompletableFuture<Void> confirmed) {
        trySend(letter).whenComplete((nothing, failure) -> {
            if (failure == null) {
                destination.up();
                metrics.rejected(letter.reason());
                confirmed.complete(null);
            } else {
                report(failure);
                schedule(number, () -> attempt(letter, number + 1, confirmed));
            }
        });
    }

    private void reach(int number) {
        sender.ready().whenComplete((nothing, failure) -> {
            if (failure == null) {
                destination.up();
            } else {
                report(failure);
                schedule(number, () -> reach(number + 1));
            }
        });
    }

    private CompletableFuture<Void> trySend(DeadLetter letter) {
        try {
            return sender.send(letter.body(), letter.headers());
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private void schedule(int failures, Runnable again) {
        try {
            later.schedule(again, backoff.after(failures).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Closed; what was not confirmed will be delivered again.");
        }
    }

    private void report(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (!(cause instanceof MqUnavailableException) && destination.state().isUp()) {
            LOG.error("Sending a dead letter failed unexpectedly; it will be tried again.", cause);
        }
        destination.down(String.valueOf(cause.getMessage()));
    }
}
