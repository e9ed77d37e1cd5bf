package org.sluice.routes.mq;

import java.time.Duration;
import java.util.Optional;

/** A consumer that is asked for its messages. Thread-safe: of several threads that ask, each gets messages of its own. */
public interface PolledConsumer extends Consumer {

    /**
     * The next message. Where the destination says {@code Acknowledgement = True} it is to be acknowledged with
     * {@link Message#acknowledge()}, otherwise that has been done already.
     *
     * @param timeout how long to wait for one
     * @return empty when none came in time, or this was closed meanwhile
     * @throws InterruptedException when the thread is interrupted; no message is taken then
     * @throws IllegalStateException when this was closed before
     */
    Optional<Message> get(Duration timeout) throws InterruptedException;

    /** Whether what is not acknowledged is delivered again; not so where {@code Acknowledgement = False}. */
    boolean redelivers();

    /**
     * Hands over no further message: whoever waits for one, or asks again, gets none. What was handed over before can
     * still be acknowledged, until this is closed.
     */
    void shut();
}
