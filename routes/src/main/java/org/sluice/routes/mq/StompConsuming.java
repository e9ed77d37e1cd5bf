package org.sluice.routes.mq;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqService;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.stomp.StompClient;
import org.sluice.routes.stomp.StompConfiguration;
import org.sluice.routes.stomp.StompMessage;
import org.sluice.routes.stomp.StompSubscriber;
import org.sluice.routes.stomp.StompSubscription;

/** Consumes with STOMP. */
final class StompConsuming implements Consuming {
    /**
     * How far ActiveMQ Artemis may send ahead, in bytes; its own 10 KiB are too few for a batch, and no limit would
     * bring a whole queue into memory.
     */
    private static final int WINDOW_BYTES = 8 * 1024 * 1024;

    private final StompSubscriber subscriber;
    /** By the purpose of their connection. */
    private final Map<String, Outages.Line> lines = new ConcurrentHashMap<>();

    StompConsuming(MqService service, StompClient client, Outages outages) {
        StompService stomp = new StompService(service);
        StompConfiguration options = stomp.options();
        // Without it ActiveMQ Artemis refuses durable subscriptions; it is the first part of their queues' names.
        options.setClientId(AmqpAddress.OWNER);
        String shared = "consumers of " + service.name();
        this.subscriber = client.subscriber(options, stomp.tls(), shared, purpose -> {
            Outages.Line line =
                    purpose.equals(shared) ? outages.line(service, "consumers") : outages.separate(service, purpose);
            lines.values().removeIf(Outages.Line::isClosed);
            lines.put(purpose, line);
            return line;
        });
    }

    @Override
    public Subscription subscribe(MqDestination destination, int prefetch, Consumer<Delivery> receiver) {
        StompSubscription subscription = subscriber.subscribe(
                headers(destination, prefetch), message -> receiver.accept(new StompDelivery(message)));
        return new Subscribed(subscription);
    }

    private static Map<String, String> headers(MqDestination destination, int prefetch) {
        Map<String, String> headers = new HashMap<>();
        headers.put("destination", destination.stompAddress());
        headers.put("ack", "client-individual");
        headers.put("prefetch-count", Integer.toString(prefetch));
        headers.put("consumer-window-size", Integer.toString(WINDOW_BYTES));
        if (destination.uri().kind() == MqUri.Kind.TOPIC && destination.durable()) {
            // RabbitMQ knows the first three, with which its AMQP consumers find the same queue; ActiveMQ Artemis the
            // last.
            headers.put("durable", "true");
            headers.put("auto-delete", "false");
            headers.put("x-queue-name", new AmqpAddress(destination).queue());
            headers.put("durable-subscription-name", destination.name());
        }
        return headers;
    }

    @Override
    public void close() {
        subscriber.close().join();
    }

    private final class Subscribed implements Subscription {
        private final StompSubscription subscription;

        Subscribed(StompSubscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public boolean isUp() {
            return subscription.isUp();
        }

        @Override
        public Optional<String> problem() {
            return Optional.ofNullable(lines.get(subscription.state().purpose()))
                    .flatMap(Outages.Line::problem);
        }

        @Override
        public long reconnects() {
            return subscription.reconnects();
        }

        @Override
        public OptionalLong lag() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {
            subscription.close().join();
        }
    }

    private record StompDelivery(StompMessage message) implements Delivery {
        @Override
        public byte[] body() {
            return message.body();
        }

        @Override
        public Map<String, String> headers() {
            return message.headers();
        }

        /** A frame shows the property that RabbitMQ checks, and a header that says anything, in the same way. */
        @Override
        public Optional<String> user() {
            return Optional.empty();
        }

        @Override
        public boolean isRedelivered() {
            return message.isRedelivered();
        }

        @Override
        public boolean isStale() {
            return message.isStale();
        }

        @Override
        public void acknowledgeSoon() {
            message.acknowledgeSoon();
        }

        @Override
        public boolean acknowledge() {
            return message.acknowledge();
        }

        @Override
        public void giveBack(Duration delay) {
            message.giveBack(delay);
        }
    }
}
