package org.sluice.routes.stomp;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Any number of subscriptions on one connection, but for such as would harm the others there: one that the broker refused,
 * and a second one to the same topic, whose acknowledgements ActiveMQ Artemis would mistake. These have connections of
 * their own. Thread-safe.
 */
public final class StompSubscriber {

    private final ConnectionSettings settings;
    private final Transport transport;
    private final Function<String, StompConnectionListener> listeners;
    private final Subscriptions shared;
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Subscriptions> separate = ConcurrentHashMap.newKeySet();

    StompSubscriber(
            String purpose,
            ConnectionSettings settings,
            Transport transport,
            Function<String, StompConnectionListener> listeners) {
        this.settings = settings;
        this.transport = transport;
        this.listeners = listeners;
        this.shared = new Subscriptions(
                purpose,
                settings,
                transport,
                listeners.apply(purpose),
                Optional.of(subscription -> subscription.moveTo(separate(subscription.destination()))));
        var unused = shared.connection().open();
    }

    /**
     * Subscribes, now or as soon as the broker can be reached.
     *
     * @param headers of the SUBSCRIBE frame, all but {@code id}
     * @param receiver gets the messages on a thread of the network: it must not block
     */
    public StompSubscription subscribe(Map<String, String> headers, Consumer<StompMessage> receiver) {
        StompSubscription subscription = new StompSubscription(headers, receiver, shared);
        shared.add(subscription);
        return subscription;
    }

    private Subscriptions separate(String destination) {
        String purpose = "separate subscription " + numbers.incrementAndGet() + " to " + destination;
        Subscriptions home =
                new Subscriptions(purpose, settings, transport, listeners.apply(purpose), Optional.empty());
        separate.add(home);
        var unusedEnd = home.connection().closed().thenRun(() -> separate.remove(home));
        var unusedBegin = home.connection().open();
        return home;
    }

    /** Ends all of it; completes within a few seconds, never exceptionally, when the broker has taken all acknowledgements. */
    public CompletableFuture<Void> close() {
        CompletableFuture<?>[] closing =
                separate.stream().map(home -> home.connection().close()).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(closing)
                .thenCompose(ok -> shared.connection().close());
    }
}
