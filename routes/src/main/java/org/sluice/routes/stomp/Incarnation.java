package org.sluice.routes.stomp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A subscription while it lasts on one session, under an id of its own. Thread-safe. */
final class Incarnation {

    private final String id;
    private final StompSubscription subscription;
    private final StompSession session;
    private boolean ended;
    private int unsettled;
    private int strays;

    Incarnation(String id, StompSubscription subscription, StompSession session) {
        this.id = id;
        this.subscription = subscription;
        this.session = session;
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
            session.keepInOrder(delivery);
        }
        subscription.receive(new StompMessage(this, delivery, false));
    }

    /**
     * Sends an answer to a message, unless this is over. Within the lock, so that {@link #end()} comes after the answers
     * that it did not forbid.
     */
    synchronized boolean settle(BooleanSupplier answer) {
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
                                settle(() -> session.reject(delivery, Map.of()));
                            } else if (!isOver()) {
                                subscription.receive(new StompMessage(this, delivery, true));
                            }
                        },
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Takes no further message and no further answer; returns how many messages wait for one. */
    synchronized int end() {
        ended = true;
        session.abandon(id);
        return unsettled;
    }

    /** How many messages came after the end. */
    synchronized int strays() {
        return strays;
    }
}
