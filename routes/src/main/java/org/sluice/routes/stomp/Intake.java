package org.sluice.routes.stomp;

import io.netty.handler.codec.stomp.StompCommand;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer between a start or resume and the next suspension or stop: its connection, the messages waiting, and those in
 * flight. It ends with its connection, for that is the only way in which every broker gives unacknowledged messages back:
 * RabbitMQ keeps them after UNSUBSCRIBE, and answers a later acknowledgement with an error.
 */
final class Intake implements StompConnection.Owner {

    /** Takes one message into a route; returns once a further one may be taken. */
    interface Route {
        void take(Delivery delivery, Intake from);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int BACKLOG_WITHOUT_PREFETCH = 1000;
    private static final Map<String, String> WITHOUT_REQUEUE = Map.of("requeue", "false");

    private final StompConfiguration options;
    private final Map<String, String> subscribeHeaders;
    private final Route route;
    private final ExecutorService threads;
    private final StompConnection connection;
    private final BlockingQueue<Message> backlog = new LinkedBlockingQueue<>();
    private final int backlogLimit;
    private final Semaphore permits;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    /** What waits for a thread: a delivery, or the news that there is nothing more to wait for. */
    private sealed interface Message permits Waiting, NoMore {}

    private record Waiting(Delivery delivery) implements Message {}

    private record NoMore() implements Message {}

    Intake(
            StompEndpoint endpoint,
            ConnectionSettings settings,
            String subscription,
            Route route,
            ExecutorService threads) {
        this.options = endpoint.getConfiguration();
        this.subscribeHeaders = endpoint.subscribeHeaders(subscription);
        this.route = route;
        this.threads = threads;
        this.connection = endpoint.getComponent().connect("consumer of " + endpoint.getDestination(), settings, this);
        int prefetch = options.getPrefetch();
        this.backlogLimit = prefetch == 0 ? BACKLOG_WITHOUT_PREFETCH : prefetch;
        this.permits = new Semaphore(prefetch == 0 ? Integer.MAX_VALUE : prefetch);
    }

    /** Begins; the future completes when the subscription stands or the first round of attempts failed. */
    CompletableFuture<Void> start() {
        for (int i = 0; i < options.getConcurrentConsumers(); i++) {
            threads.execute(this::work);
        }
        return connection.open();
    }

    StompConnection connection() {
        return connection;
    }

    int inFlight() {
        return inFlight.get();
    }

    // -- from the broker, on the event loop

    @Override
    public CompletableFuture<Void> connected(StompSession session) {
        return session.sendReceipted(Frames.frame(StompCommand.SUBSCRIBE, subscribeHeaders));
    }

    @Override
    public void message(Delivery delivery) {
        if (draining) {
            return;
        }
        backlog.add(new Waiting(delivery));
        // Only with a broker that does not heed prefetch-count: its sending is held up by TCP instead.
        if (backlog.size() > backlogLimit && !delivery.session().isReadingPaused()) {
            delivery.session().pauseReading();
        }
    }

    // -- into the route, on the consumer's threads

    private void work() {
        try {
            while (!draining) {
                permits.acquire();
                if (!(backlog.take() instanceof Waiting waiting)) {
                    return;
                }
                inFlight.incrementAndGet();
                if (draining || !waiting.delivery.session().isOpen()) {
                    // The broker delivers it again, to us or to another.
                    settled();
                    continue;
                }
                resumeReading(waiting.delivery.session());
                route.take(waiting.delivery, this);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resumeReading(StompSession session) {
        if (session.isReadingPaused() && backlog.size() <= backlogLimit / 2) {
            session.resumeReading();
        }
    }

    // -- back to the broker, on any thread

    /** Tells the broker what became of a message, and makes room for another. To be called once a delivery. */
    void settle(Delivery delivery, boolean succeeded) {
        try {
            if (options.getAckMode() == AckMode.CLIENT_INDIVIDUAL) {
                answer(delivery, succeeded ? OnFailure.ACK : options.getOnFailure());
            }
        } finally {
            settled();
        }
    }

    private void answer(Delivery delivery, OnFailure how) {
        StompSession session = delivery.session();
        boolean answered =
                switch (how) {
                    case ACK -> session.acknowledge(delivery);
                    case NACK -> session.reject(delivery, Map.of());
                    case REJECT -> session.reject(delivery, WITHOUT_REQUEUE);
                    case LEAVE -> true;
                    case REDELIVER -> redeliver(delivery);
                };
        if (!answered) {
            connection.countStaleAcknowledgement();
            LOG.debug(
                    "A message from {} was settled after its connection had ended; it will be delivered again",
                    session.broker());
        }
    }

    private boolean redeliver(Delivery delivery) {
        StompSession session = delivery.session();
        if (!session.isOpen()) {
            return true;
        }
        Duration delay = options.getRedeliveryDelay();
        if (session.brokerRequeuesOnNack()) {
            session.rejectLater(delivery, delay);
        } else {
            connection.renew(session, delay);
        }
        return true;
    }

    private void settled() {
        permits.release();
        if (inFlight.decrementAndGet() == 0 && draining) {
            drained.complete(null);
        }
    }

    // -- ending

    /**
     * Takes no further message, lets those in flight end and then closes the connection, all acknowledgements sent. Does not
     * block; the future completes when all is closed, never exceptionally.
     */
    CompletableFuture<Void> drain() {
        draining = true;
        backlog.clear();
        for (int i = 0; i < options.getConcurrentConsumers(); i++) {
            backlog.add(new NoMore());
        }
        if (inFlight.get() == 0) {
            drained.complete(null);
        }
        return drained.thenCompose(ok -> close());
    }

    /** Closes the connection without waiting for what is in flight: the broker delivers that again. */
    CompletableFuture<Void> close() {
        draining = true;
        drained.complete(null);
        threads.shutdown();
        return connection.close();
    }

    /** Interrupts what still runs. */
    void interrupt() {
        threads.shutdownNow();
    }
}
