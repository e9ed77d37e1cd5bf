package org.sluice.routes.stomp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends on one connection that comes back by itself. Many sends may be under way at once. Thread-safe. */
public final class StompPublisher {

    private final Transport transport;
    private final StompConnection connection;

    StompPublisher(String purpose, ConnectionSettings settings, Transport transport, StompConnectionListener listener) {
        this.transport = transport;
        this.connection = new StompConnection(purpose, settings, transport, new SendsOnly(), listener);
        var unused = connection.open();
    }

    /**
     * Sends a message as soon as the connection stands.
     *
     * @param headers of the SEND frame; those that belong to one delivery or one frame are left out
     * @param receipt whether to wait for the broker's receipt; otherwise the frame only has to reach the socket
     * @param patience after which an unfinished send fails
     * @return fails with an exception whose message is a sentence; the broker may have the message nevertheless
     */
    public CompletableFuture<Void> send(
            String destination, Map<String, String> headers, byte[] body, boolean receipt, Duration patience) {
        Map<String, String> all = HeaderMapping.withoutTheFrames(headers);
        all.put("destination", destination);
        // What follows may block; on the event loop it would hold up receipts.
        return connection
                .send(Frames.send(all, body), receipt, patience)
                .whenCompleteAsync((ok, failure) -> {}, transport.blocking());
    }

    /** How the connection is. */
    public StompConnectionState state() {
        return connection.state();
    }

    /** Ends it; completes within a few seconds, never exceptionally. Sends that wait for a connection fail. */
    public CompletableFuture<Void> close() {
        return connection.close();
    }

    /** Nothing is subscribed to on this connection. */
    static final class SendsOnly implements StompConnection.Owner {
        @Override
        public CompletableFuture<Void> connected(StompSession session) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void message(Delivery delivery) {
            throw new IllegalStateException("a message without a subscription");
        }
    }
}
