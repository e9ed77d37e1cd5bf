package org.sluice.routes.stomp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A subscription that outlives its connections: whenever one breaks, it is made again on the next, and the broker delivers
 * again what was not acknowledged. Thread-safe.
 */
public final class StompSubscription {

    private static final long CLOSE_PATIENCE_SECONDS = 5;

    private final Map<String, String> headers;
    private final Consumer<StompMessage> receiver;
    private volatile Subscriptions home;
    private final AtomicLong confirmations = new AtomicLong();
    private volatile Optional<Incarnation> confirmed = Optional.empty();

    StompSubscription(Map<String, String> headers, Consumer<StompMessage> receiver, Subscriptions home) {
        this.headers = Map.copyOf(headers);
        this.receiver = receiver;
        this.home = home;
    }

    /** How the connection is on which it lives. */
    public StompConnectionState state() {
        return home.connection().state();
    }

    /** Whether the broker has confirmed it on the connection that stands. */
    public boolean isUp() {
        return confirmed.filter(incarnation -> !incarnation.isOver()).isPresent();
    }

    /** How often it was made again after the first time. */
    public long reconnects() {
        return Math.max(0, confirmations.get() - 1);
    }

    /**
     * Ends it; what was not acknowledged goes back to the broker. Completes when the broker knows, within a few seconds, never
     * exceptionally.
     */
    public CompletableFuture<Void> close() {
        return home.leave(this).completeOnTimeout(null, CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    String destination() {
        return headers.getOrDefault("destination", "");
    }

    Map<String, String> subscribeHeaders(String id) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("id", id);
        return all;
    }

    void confirmed(Incarnation incarnation) {
        confirmations.incrementAndGet();
        confirmed = Optional.of(incarnation);
    }

    void receive(StompMessage message) {
        receiver.accept(message);
    }

    boolean isAt(Subscriptions place) {
        return home == place;
    }

    void moveTo(Subscriptions other) {
        home = other;
        other.add(this);
    }
}
