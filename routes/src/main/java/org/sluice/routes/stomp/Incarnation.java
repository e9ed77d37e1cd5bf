package org.sluice.routes.stomp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.sluice.routes.exchange.Acknowledgements;

/** A subscription while it lasts on one session, under an id of its own. Thread-safe. */
final class Incarnation {

    private final String id;
    private final Consumer<StompMessage> receiver;
    private final StompSession session;
    private final Acknowledgements<Delivery> acknowledgements;
    private boolean ended;
    private int unsettled;
    private int strays;

    /** On the event loop. */
    Incarnation(String id, Consumer<StompMessage> receiver, StompSession session) {
        this.id = id;
        this.receiver = receiver;
        this.session = session;
        this.acknowledgements = session.acknowledgements();
    }

    String id() {
        return id;
    }

    StompSession session() {
        return session;
    }

    synchronized boolean isOver() {
        return ended || !session.isOpen();
    }

    /** A message came; on the event loop. */
    void message(Delivery delivery) {
        synchronized (this) {
            if (ended) {
                strays++;
                return;
            }
            unsettled++;
            acknowledgements.delivered(delivery);
        }
        receiver.accept(new StompMessage(this, delivery, false));
    }

    /** Acknowledges a message at once, unless this is over. */
    boolean acknowledge(Delivery delivery) {
        return answer(delivery, () -> session.acknowledge(delivery));
    }

    /** Acknowledges a message in a moment, with others and in their order, unless this is over. */
    boolean acknowledgeSoon(Delivery delivery) {
        return settle(() -> {
            acknowledgements.acknowledge(delivery);
            return true;
        });
    }

    /** Sends what {@link #acknowledgeSoon} held back, after the end. On the event loop. */
    void sendLastAcknowledgements() {
        acknowledgements.sendAll();
        session.forget(acknowledgements);
    }

    private boolean answer(Delivery delivery, BooleanSupplier frame) {
        return settle(() -> {
            acknowledgements.settledOtherwise(delivery);
            return frame.getAsBoolean();
        });
    }

    /**
     * Settles a message, unless this is over. Within the lock, so that {@link #end()} comes after the answers that it did not
     * forbid.
     */
    private synchronized boolean settle(BooleanSupplier answer) {
        if (isOver()) {
            return false;
        }
        unsettled--;
        return answer.getAsBoolean();
    }

    /**
     * A broker whose NACK deletes cannot take a single message back: it stays here, unsettled, and is handed over again. The
     * broker has it back when this ends.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // where the loop has ended, so has the session
    void redeliver(Delivery delivery, Duration delay) {
        if (isOver()) {
            return;
        }
        session.loop()
                .schedule(
                        () -> {
                            if (session.brokerRequeuesOnNack()) {
                                answer(delivery, () -> session.reject(delivery, Map.of()));
                            } else if (!isOver()) {
                                receiver.accept(new StompMessage(this, delivery, true));
                            }
                        },
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Takes no further message and no further answer; returns how many messages wait for one. */
    synchronized int end() {
        ended = true;
        return unsettled;
    }

    /** How many messages came after the end. */
    synchronized int strays() {
        return strays;
    }
}
