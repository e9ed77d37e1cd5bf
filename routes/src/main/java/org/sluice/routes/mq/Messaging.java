package org.sluice.routes.mq;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqService;
import org.sluice.config.mq.MqServices;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.health.Conditions;
import org.sluice.routes.stomp.StompClient;

/**
 * Producers and consumers of queues and topics by their mqURI, whatever the protocol. Those of one service share
 * connections, opened by the first and closed after the last; what that means, and what is promised when something
 * breaks, is in {@code docs/messaging.md}. Thread-safe.
 */
public final class Messaging implements AutoCloseable {
    /** How much a consumer holds unacknowledged where the configuration does not say. */
    private static final int PREFETCH = 100;

    private final Function<MqUri, MqDestination> destinations;
    private final Map<MqService, Links> links = new ConcurrentHashMap<>();
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private final StompClient stomp = new StompClient();
    private final Outages outages;
    private volatile boolean closed;

    private Messaging(Function<MqUri, MqDestination> destinations, Conditions conditions) {
        this.destinations = destinations;
        this.outages = new Outages(conditions);
    }

    /** The queues and topics of a configuration. */
    public static Messaging of(MqServices services) {
        return new Messaging(services::resolve, new Conditions());
    }

    /**
     * Queues and topics that are found in another way.
     *
     * @param destinations throws a {@link org.sluice.config.cfg.ConfigException} for an mqURI that it does not know
     * @param conditions gets one for each service that is used, as long as it is used
     */
    public static Messaging of(Function<MqUri, MqDestination> destinations, Conditions conditions) {
        return new Messaging(destinations, conditions);
    }

    /**
     * A producer to a queue or topic. Returns at once; it connects in the background.
     *
     * @throws org.sluice.config.cfg.ConfigException when the mqURI is wrong or unknown, saying which part, and what exists
     */
    public Producer producer(String mqUri) {
        return producer(destinations.apply(MqUri.parse(mqUri)));
    }

    /** As {@link #producer(String)}, to a destination that is known already. */
    public Producer producer(MqDestination destination) {
        return opened(new LinkedProducer(destination, links(destination).publishing(), this::forget));
    }

    /**
     * A consumer to be asked for messages. Returns at once; it subscribes in the background.
     *
     * @throws org.sluice.config.cfg.ConfigException when the mqURI is wrong or unknown, saying which part, and what exists
     */
    public PolledConsumer consumer(String mqUri) {
        return opened(
                new InboxConsumer(inbox(destinations.apply(MqUri.parse(mqUri)), OptionalInt.empty()), this::forget));
    }

    /**
     * As {@link #consumer(String)}, for whoever handles several messages at once.
     *
     * @param least how many messages are to be had unacknowledged at once, even where the configuration has a smaller
     *     prefetch
     */
    public PolledConsumer consumer(MqUri mqUri, int least) {
        MqDestination destination = destinations.apply(mqUri);
        int prefetch = Math.max(least, destination.prefetch().orElse(PREFETCH));
        return opened(new InboxConsumer(inbox(destination, OptionalInt.of(prefetch)), this::forget));
    }

    /**
     * A consumer that hands its messages over, one after the other, in a thread of its own. Returns at once; it subscribes
     * in the background.
     *
     * @param handler where messages are to be acknowledged: returns normally when its message is done with, and throws
     *     when that is to be delivered again
     * @throws org.sluice.config.cfg.ConfigException when the mqURI is wrong or unknown, saying which part, and what exists
     */
    public Consumer consumer(String mqUri, MessageHandler handler) {
        return opened(new CallbackConsumer(
                inbox(destinations.apply(MqUri.parse(mqUri)), OptionalInt.empty()), handler, this::forget));
    }

    /** As {@link #producer(String)}. */
    Producer producer(MqUri uri) {
        return producer(destinations.apply(uri));
    }

    /**
     * The deliveries of a destination, for whoever settles them by himself.
     *
     * @param prefetch where it is to be another one than the configuration's
     */
    Inbox inbox(MqUri uri, OptionalInt prefetch) {
        return opened(inbox(destinations.apply(uri), prefetch));
    }

    private Inbox inbox(MqDestination destination, OptionalInt prefetch) {
        int limit = prefetch.orElseGet(() -> destination.prefetch().orElse(PREFETCH));
        return new Inbox(destination, links(destination).consuming(), limit, this::forget);
    }

    /** How its connections are at this moment. */
    public List<MqConnection> connections() {
        return outages.connections();
    }

    /** Closes all producers and consumers that are still open, and all connections. */
    @Override
    public void close() {
        closed = true;
        for (AutoCloseable each : open) {
            closeQuietly(each);
        }
        stomp.close();
    }

    private Links links(MqDestination destination) {
        if (closed) {
            throw new IllegalStateException("Messaging is closed; " + destination.uri() + " cannot be used any more.");
        }
        return links.computeIfAbsent(destination.service(), service -> Links.to(service, stomp, outages));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        if (closed) {
            closeQuietly(one);
        }
        return one;
    }

    private void forget(AutoCloseable one) {
        open.remove(one);
    }

    private static void closeQuietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing does not fail", e);
        }
    }
}
