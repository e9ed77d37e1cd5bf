package org.sluice.routes.mq;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends bytes to one queue or topic, with the broker's confirmation. Thread-safe. */
public interface MqSender extends AutoCloseable {

    /** Completes when messages can be sent; fails with {@link MqUnavailableException} when that is not so just now. */
    CompletableFuture<Void> ready();

    /**
     * Sends bytes and does not wait, for as many messages on their way at once as one likes.
     *
     * @param headers by name; {@code content-type} is the message's own property in protocols that have one
     * @return completes once the broker has confirmed that it keeps the message (and that a queue took it), whatever
     *     {@code Persistent} says; fails with {@link MqUnavailableException} when that cannot be had within 30 seconds,
     *     after which the message may or may not have arrived
     */
    CompletableFuture<Void> send(byte[] body, Map<String, String> headers);

    /** Ends it, and the connection if it was the last to use it. What was not confirmed by then fails. */
    @Override
    void close();
}
