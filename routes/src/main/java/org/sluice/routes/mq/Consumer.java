package org.sluice.routes.mq;

import java.util.Optional;

/** Receives from one queue or topic. Thread-safe. */
public interface Consumer extends AutoCloseable {

    /** Whether the broker delivers to it, at this moment. */
    boolean isSubscribed();

    /** What keeps messages from coming, as a sentence; empty while nothing is known to. */
    Optional<String> problem();

    /**
     * Takes no further message, waits (for 10 seconds at most) until the callback in hand has returned, and ends; the
     * connection, too, if this was the last to use it. What was not acknowledged goes back to the broker.
     */
    @Override
    void close();
}
