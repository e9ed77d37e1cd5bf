package org.sluice.routes.mq;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Sends to one queue or topic. Thread-safe: many messages may be on their way at once. */
public interface Producer extends MqSender {

    /**
     * Sends a JSON document in UTF-8. Where the destination says {@code Persistent = True}, returns once the broker has
     * confirmed that it keeps the message, otherwise once that is written to the connection. Waits while there is no
     * connection, or the broker takes no messages, for 30 seconds.
     *
     * @throws MqUnavailableException when that cannot be had, saying why, and of which broker; the message may have
     *     arrived nevertheless, unless the sentence says that nothing was sent
     * @throws IllegalStateException when this is closed
     */
    void put(JsonNode message);

    /**
     * As {@link #put(JsonNode)}, with headers, and waiting for as long as is said here.
     *
     * @param headers by name; {@code content-type} is the message's own property in protocols that have one
     */
    void put(JsonNode message, Map<String, String> headers, Duration patience);

    /** What keeps messages from being sent, as a sentence; empty while nothing is known to. */
    Optional<String> problem();
}
