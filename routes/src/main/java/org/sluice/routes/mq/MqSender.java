package org.sluice.routes.mq;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sends to one destination of a broker. Many messages may be on their way at once; a broken connection is opened again
 * with the next message. Thread-safe.
 */
public interface MqSender extends AutoCloseable {

    /**
     * Connects, where that is not done, and makes sure that the destination is there, as far as the protocol allows.
     *
     * @return fails with {@link MqUnavailableException} when that cannot be had
     */
    CompletableFuture<Void> ready();

    /**
     * Sends a message.
     *
     * @param headers by name; {@code content-type} is the message's own property in protocols that have one
     * @return completes once the broker has confirmed that it keeps the message (and that a queue took it); fails with
     *     {@link MqUnavailableException} when that cannot be had, after which the message may or may not have arrived
     */
    CompletableFuture<Void> send(byte[] body, Map<String, String> headers);

    /** Ends it; messages on their way fail. */
    @Override
    void close();
}
