package org.sluice.routes.stomp;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.stomp.StompFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that comes back: one session after the other, over a list of brokers. Every method may be called from any
 * thread; the state is confined to one event loop.
 */
// What is chained here handles its failures within; the results of chaining are of no interest.
@SuppressWarnings("FutureReturnValueIgnored")
final class StompConnection {

    /** What the owner of a connection does with its sessions; called on the event loop, must not block. */
    interface Owner {
        /** A session stands. The connection counts as connected once the returned future completes. */
        CompletableFuture<Void> connected(StompSession session);

        void message(Delivery delivery);
    }

    private static final Logger LOG = LoggerFactory.getLogger(StompConnection.class);
    private static final Duration DISCONNECT_PATIENCE = Duration.ofSeconds(3);

    private final String purpose;
    private final ConnectionSettings settings;
    private final Transport transport;
    private final Owner owner;
    private final StompConnectionListener listener;
    private final EventLoop loop;
    private final Backoff backoff;

    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicLong staleAcknowledgements = new AtomicLong();

    // Written on the event loop only.
    private final Deque<Send> waiting = new ArrayDeque<>();
    private @Nullable StompSession session;
    private int broker;
    private boolean closing;
    private boolean renewing;
    private long readySince;
    private long connects;
    private volatile boolean ready;
    private volatile StompConnectionState state;

    StompConnection(
            String purpose,
            ConnectionSettings settings,
            Transport transport,
            Owner owner,
            StompConnectionListener listener) {
        this.purpose = purpose;
        this.settings = settings;
        this.transport = transport;
        this.owner = owner;
        this.listener = listener;
        this.loop = transport.nextLoop();
        this.backoff =
                new Backoff(settings.reconnectDelay(), settings.maxReconnectDelay(), () -> ThreadLocalRandom.current()
                        .nextDouble());
        this.state = new StompConnectionState(
                purpose, settings.brokers().get(0).toString(), false, 0, 0, 0, Optional.empty());
    }

    /**
     * Begins to connect, and does not cease until {@link #close()}. The future completes, never exceptionally, when the
     * connection stands or every broker was tried once.
     */
    CompletableFuture<Void> open() {
        loop.execute(this::connect);
        return firstAttempt;
    }

    /** Completes when it was closed, never exceptionally. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Where everything about this connection happens. */
    EventLoop loop() {
        return loop;
    }

    StompConnectionState state() {
        StompConnectionState now = state;
        return new StompConnectionState(
                now.purpose(),
                now.broker(),
                ready,
                now.reconnects(),
                staleAcknowledgements.get(),
                now.oversizedMessages(),
                now.lastError());
    }

    void countStaleAcknowledgement() {
        staleAcknowledgements.incrementAndGet();
    }

    // -- sending

    private record Send(StompFrame frame, boolean receipt, CompletableFuture<Void> outcome) {}

    /**
     * Sends a frame as soon as the connection stands.
     *
     * @param receipt whether to wait for the broker's receipt; otherwise the frame only has to reach the socket
     * @param patience after which an unfinished send fails
     * @return fails with a {@link StompException}; the broker may have the message nevertheless
     */
    CompletableFuture<Void> send(StompFrame frame, boolean receipt, Duration patience) {
        Send send = new Send(frame, receipt, new CompletableFuture<>());
        try {
            loop.execute(() -> begin(send, patience));
        } catch (RejectedExecutionException e) {
            send.outcome.completeExceptionally(new StompException(closedText(), e));
        }
        return send.outcome;
    }

    private void begin(Send send, Duration patience) {
        if (closing) {
            send.outcome.completeExceptionally(new StompException(closedText()));
            return;
        }
        var timer = loop.schedule(() -> expire(send, patience), patience.toMillis(), TimeUnit.MILLISECONDS);
        send.outcome.whenComplete((ok, failure) -> timer.cancel(false));
        StompSession current = session;
        if (ready && current != null) {
            write(current, send);
        } else {
            waiting.add(send);
        }
    }

    private static void write(StompSession session, Send send) {
        CompletableFuture<Void> sent =
                send.receipt ? session.sendReceipted(send.frame) : session.sendWritten(send.frame);
        sent.whenComplete((ok, failure) -> {
            if (failure == null) {
                send.outcome.complete(null);
            } else {
                send.outcome.completeExceptionally(failure);
            }
        });
        send.outcome.whenComplete((ok, failure) -> {
            if (failure != null) {
                sent.completeExceptionally(failure);
            }
        });
    }

    private void expire(Send send, Duration patience) {
        boolean unsent = waiting.remove(send);
        String what = unsent ? "is not connected (" + trouble() + ")" : "sent no receipt";
        send.outcome.completeExceptionally(new StompException("Not confirmed within " + patience.toMillis()
                + " ms: the broker at " + state.broker() + " " + what
                + (unsent ? "; nothing was sent" : "; it may have taken the message or not")));
    }

    private String trouble() {
        return state.lastError().orElse("no attempt has ended yet");
    }

    private String closedText() {
        return "The connection is closed (" + purpose + ")";
    }

    // -- connecting

    private void connect() {
        if (closing) {
            return;
        }
        BrokerAddress address = settings.brokers().get(broker);
        StompSession next = new StompSession(address, settings, new SessionListener());
        session = next;
        state = state(address, state.lastError(), state.oversizedMessages());
        transport
                .connect(loop, settings, address, next)
                .whenComplete((ok, failure) -> loop.execute(() -> {
                    if (failure != null) {
                        ended(next, new StompException(Causes.unreachable(address, failure), failure));
                    } else if (closing) {
                        next.close(new StompException(closedText()));
                    }
                }));
    }

    private final class SessionListener implements StompSession.Listener {
        @Override
        public void connected(StompSession connected) {
            owner.connected(connected).whenComplete((ok, failure) -> {
                if (failure == null) {
                    stands(connected);
                } else if (connected.isOpen()) {
                    connected.close(new StompException(String.valueOf(failure.getMessage()), failure));
                }
            });
        }

        @Override
        public void message(Delivery delivery) {
            if (!closing) {
                owner.message(delivery);
            }
        }

        @Override
        public void oversized(StompSession of, FrameAggregator.Oversized frame) {
            String text = "A message of " + frame.contentLength() + " bytes from " + frame.destination() + " at "
                    + of.broker()
                    + " is larger than maxFrameSize (" + settings.maxFrameSize()
                    + " bytes) and stays unacknowledged: raise maxFrameSize";
            LOG.error(text);
            state = state(of.broker(), Optional.of(text), state.oversizedMessages() + 1);
        }

        @Override
        public void closed(StompSession of, StompException reason) {
            ended(of, reason);
        }
    }

    private void stands(StompSession current) {
        if (current != session || !current.isOpen() || closing) {
            return;
        }
        connects++;
        readySince = System.nanoTime();
        ready = true;
        state = state(current.broker(), state.lastError(), state.oversizedMessages());
        listener.connected();
        firstAttempt.complete(null);
        while (!waiting.isEmpty()) {
            write(current, waiting.remove());
        }
    }

    private void ended(StompSession of, StompException reason) {
        if (of != session) {
            return;
        }
        session = null;
        boolean stood = ready;
        ready = false;
        if (closing) {
            leave();
            return;
        }
        if (renewing) {
            renewing = false;
            loop.execute(this::connect);
            return;
        }
        state = state(of.broker(), Optional.of(String.valueOf(reason.getMessage())), state.oversizedMessages());
        loop.schedule(this::connect, delayAfter(stood).toMillis(), TimeUnit.MILLISECONDS);
        listener.broken(String.valueOf(reason.getMessage()));
        LOG.debug("The connection ended ({})", purpose, reason);
    }

    /** No delay between the brokers of one round; a back-off after each round. */
    private Duration delayAfter(boolean stood) {
        if (stood) {
            broker = 0;
            // One that is accepted and dropped again and again must not be asked at the pace of a healthy one.
            if (System.nanoTime() - readySince > settings.maxReconnectDelay().toNanos()) {
                backoff.reset();
            }
            return backoff.next();
        }
        broker = (broker + 1) % settings.brokers().size();
        if (broker != 0) {
            return Duration.ZERO;
        }
        firstAttempt.complete(null);
        return backoff.next();
    }

    private StompConnectionState state(BrokerAddress address, Optional<String> lastError, long oversized) {
        return new StompConnectionState(
                purpose, address.toString(), ready, Math.max(0, connects - 1), 0, oversized, lastError);
    }

    // -- ending

    /** Replaces a session, unless it has ended, so that the broker delivers again what it holds unacknowledged. */
    void renew(StompSession old, Duration delay) {
        loop.schedule(
                () -> {
                    if (old == session && old.isOpen() && !closing && !renewing) {
                        LOG.info(
                                "Reconnecting, so that the broker at {} delivers again what failed ({})",
                                old.broker(),
                                purpose);
                        renewing = true;
                        old.disconnect(DISCONNECT_PATIENCE);
                    }
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Sends what was written, takes leave of the broker and closes; sends that still wait fail. The future completes within
     * a few seconds, never exceptionally.
     */
    CompletableFuture<Void> close() {
        try {
            loop.execute(this::closeOnLoop);
        } catch (RejectedExecutionException e) {
            leave();
        }
        return closed;
    }

    private void closeOnLoop() {
        if (closing) {
            return;
        }
        closing = true;
        firstAttempt.complete(null);
        while (!waiting.isEmpty()) {
            waiting.remove().outcome.completeExceptionally(new StompException(closedText()));
        }
        StompSession current = session;
        if (current != null && current.isOpen()) {
            current.disconnect(DISCONNECT_PATIENCE);
            return;
        }
        if (current != null) {
            current.close(new StompException(closedText()));
        }
        leave();
    }

    private void leave() {
        if (closed.complete(null)) {
            listener.closed();
        }
    }
}
