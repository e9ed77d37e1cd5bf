package org.sluice.routes.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.trigger.BatchResult;
import org.sluice.engine.trigger.BoundaryListener;
import org.sluice.routes.health.Condition;
import org.sluice.routes.mq.MqSender;

/**
 * Takes messages from wherever they come, hands their events to the engine in batches, and says of each message when
 * everything in it is done: its events committed, its rejected events in the dead-letter queue. Only then may the
 * message be acknowledged.
 *
 * <p>A batch closes when it is full or when no further message is waiting. While the engine works on one, the next
 * messages gather; so batches are small when little comes in, and full when much does, without anybody waiting for a
 * batch to fill.
 *
 * <p>Thread-safe.
 */
public final class Pipeline implements AutoCloseable {
    private final PipelineSettings settings;
    private final Clock clock;
    private final Intake intake;
    private final DeadLetters deadLetters;
    private final Outlet outlet;
    private final PipelineMetrics metrics;
    private final InHand inHand = new InHand();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean closed;

    /** Bytes to events, and a refusal for each that its origin has no right to send. */
    @FunctionalInterface
    public interface Decoder {
        List<Decoded> decode(byte[] body, Origin origin, Instant receivedAt);
    }

    /** A batch to its effects; {@code Trigger::handle}. */
    @FunctionalInterface
    public interface Handler {
        BatchResult handle(List<Decoded.Accepted> events, Instant received);
    }

    /**
     * Where things lead to.
     *
     * @param deadLetters sends to the dead-letter queue; stays the caller's to close, after the pipeline
     * @param deadLetterCondition told whether the dead-letter queue is there
     * @param database told whether the database is there
     * @param boundaries told of each boundary that a batch passes
     * @param committed called after batches whose messages have been acknowledged; must not block
     */
    public record Outlet(
            MqSender deadLetters,
            Condition deadLetterCondition,
            Condition database,
            BoundaryListener boundaries,
            Runnable committed) {}

    /** A pipeline that takes messages in and tries to reach the dead-letter queue, but handles none until {@link #start}. */
    public Pipeline(PipelineSettings settings, Outlet outlet, MeterRegistry registry, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.outlet = outlet;
        this.intake = new Intake(settings.capacity());
        this.metrics = new PipelineMetrics(registry);
        this.deadLetters =
                new DeadLetters(outlet.deadLetters(), outlet.deadLetterCondition(), settings.backoff(), metrics);
        deadLetters.reach();
        metrics.gauge("sluice.messages.waiting", "Messages that wait for a worker", intake::size);
        metrics.gauge("sluice.dead.letters.unconfirmed", "Dead letters on their way", deadLetters::onTheirWay);
    }

    /** Begins to work; to be called once. */
    public synchronized void start(Decoder decoder, Handler handler) {
        Collector collector = new Collector(settings, intake, decoder, inHand);
        Retry retry = new Retry(handler, outlet.database(), settings.backoff(), stopping, metrics);
        for (int i = 1; i <= settings.workers(); i++) {
            Worker worker = new Worker(collector, retry, deadLetters, outlet, inHand, settings.batchSize());
            Thread thread = new Thread(worker, "sluice-worker-" + i);
            thread.setDaemon(true);
            workers.add(thread);
            thread.start();
        }
    }

    /** Whether there are messages that wait, or events that are not committed. */
    public boolean isBusy() {
        return !inHand.isEmpty() || intake.size() > 0;
    }

    /**
     * Takes a message in; waits while too many wait already.
     *
     * @param origin where it came from
     * @return completes when the message may be acknowledged; fails with {@link PipelineClosedException} when it must be
     *     delivered again. Whatever depends on it runs in a thread of the pipeline and must not block
     */
    public CompletableFuture<Void> submit(byte[] body, Origin origin) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closed) {
            done.completeExceptionally(new PipelineClosedException());
            return done;
        }
        metrics.received(origin.source());
        try {
            intake.put(new Delivery(body, origin, clock.instant(), done));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(new PipelineClosedException());
        }
        if (closed) {
            refuseWaiting();
        }
        return done;
    }

    /**
     * Begins no further batch and waits for those in hand and for the dead letters on their way, at most so long. A
     * batch that is being tried again because the database is away is left unacknowledged. What waits is kept
     * unanswered until {@link #close}: to be called after the sources have left their brokers.
     */
    public synchronized void finish(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        intake.close();
        stopping.countDown();
        try {
            for (Thread worker : workers) {
                worker.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
            deadLetters.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends it at once; whatever is not done by now has to be delivered again. A worker within the engine is left to
     * itself: H2 closes its files when a thread that uses them is interrupted.
     */
    @Override
    public synchronized void close() {
        closed = true;
        intake.close();
        stopping.countDown();
        deadLetters.close();
        refuseWaiting();
    }

    private void refuseWaiting() {
        intake.drain().forEach(delivery -> delivery.done().completeExceptionally(new PipelineClosedException()));
    }
}
