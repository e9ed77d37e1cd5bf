package org.sluice.routes.mq;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sluice.config.mq.MqDestination;

/** The connection of a service that publishes. It comes back by itself. Thread-safe. */
interface Publishing {

    /**
     * Sends a message as soon as there is a connection.
     *
     * @param confirmed whether to wait for the broker; otherwise being written is enough
     * @param patience after which it fails
     * @return fails with {@link MqUnavailableException}
     */
    CompletableFuture<Void> send(
            MqDestination destination, byte[] body, Map<String, String> headers, boolean confirmed, Duration patience);

    /** Whether the connection stands. */
    boolean isUp();

    /** Makes sure that the destination is there, as far as the protocol allows; fails with {@link MqUnavailableException}. */
    CompletableFuture<Void> prepare(MqDestination destination);

    /** What keeps messages from being sent, as a sentence. */
    Optional<String> problem();

    /** Ends it, within a few seconds; what was not confirmed fails. */
    void close();
}
