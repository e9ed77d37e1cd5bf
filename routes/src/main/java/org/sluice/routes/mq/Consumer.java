package org.sluice.routes.mq;

import java.util.Optional;
import java.util.OptionalLong;

/** Receives from one queue or topic. Thread-safe. */
public interface Consumer extends AutoCloseable {

    /** Whether the broker delivers to it, at this moment. */
    boolean isSubscribed();

    /** What keeps messages from coming, as a sentence; empty while nothing is known to. */
    Optional<String> problem();

    /** How often it had to subscribe again, because its connection, its channel or its queue was gone. */
    long reconnects();

    /**
     * How many messages wait in the queue and were not delivered to anybody yet. Asks the broker, which may take some
     * seconds. Empty where the broker is away, or the protocol has no such question: STOMP has not.
     */
    OptionalLong lag();

    /**
     * Takes no further message, waits (for 10 seconds at most) until the callback in hand has returned, and ends; the
     * connection, too, if this was the last to use it. What was not acknowledged goes back to the broker.
     */
    @Override
    void close();
}
