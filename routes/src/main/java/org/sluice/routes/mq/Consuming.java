package org.sluice.routes.mq;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.sluice.config.mq.MqDestination;

/** The connection of a service that consumes. It comes back by itself. Thread-safe. */
interface Consuming {

    /**
     * Subscribes in the background, and again whenever that breaks.
     *
     * @param prefetch how many messages may be unacknowledged at once
     * @param receiver is called in a thread of the network and must not block
     */
    Subscription subscribe(MqDestination destination, int prefetch, Consumer<Delivery> receiver);

    /** Ends it; returns when acknowledgements have arrived, within a few seconds. */
    void close();

    /** One subscription. */
    interface Subscription {

        /** Whether it stands. */
        boolean isUp();

        /** What keeps messages from coming, as a sentence. */
        Optional<String> problem();

        /** How often it was made again. */
        long reconnects();

        /** How many messages wait undelivered, where the broker can be asked for that; may take some seconds. */
        OptionalLong lag();

        /** Ends it; returns when unacknowledged messages are on their way back, within a few seconds. */
        void close();
    }
}
