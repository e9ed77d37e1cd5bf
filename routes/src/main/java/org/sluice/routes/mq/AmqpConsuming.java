package org.sluice.routes.mq;

import com.rabbitmq.client.Connection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqService;

/** Consumes with AMQP: one connection, a channel for each subscription. */
final class AmqpConsuming implements Consuming {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpConsuming.class);
    private static final long CLOSE_PATIENCE_SECONDS = 5;

    private final Outages outages;
    private final AmqpLink link;
    /** Used by the link's thread only. */
    private final Set<AmqpSubscription> subscriptions = new LinkedHashSet<>();

    AmqpConsuming(MqService service, Outages outages) {
        this.outages = outages;
        this.link = new AmqpLink(
                service, outages.line(service, "consumers"), "sluice consumers of " + service.name(), this::connected);
        link.open();
    }

    @Override
    public Subscription subscribe(MqDestination destination, int prefetch, Consumer<Delivery> receiver) {
        AmqpSubscription subscription = new AmqpSubscription(destination, prefetch, receiver, link, outages);
        link.execute(() -> {
            subscriptions.add(subscription);
            link.connection().ifPresent(subscription::begin);
        });
        return new Subscribed(subscription);
    }

    private void connected(Connection connection) {
        subscriptions.forEach(subscription -> subscription.begin(connection));
    }

    @Override
    public void close() {
        link.close();
    }

    private final class Subscribed implements Subscription {
        private final AmqpSubscription subscription;

        Subscribed(AmqpSubscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public boolean isUp() {
            return subscription.isUp();
        }

        @Override
        public Optional<String> problem() {
            return link.problem().or(subscription::problem);
        }

        @Override
        public long reconnects() {
            return subscription.reconnects();
        }

        @Override
        public OptionalLong lag() {
            return subscription.lag();
        }

        @Override
        public void close() {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            boolean accepted = link.execute(() -> {
                subscriptions.remove(subscription);
                subscription.end();
                ended.complete(null);
            });
            if (accepted) {
                await(ended);
            }
        }

        private void await(CompletableFuture<Void> ended) {
            try {
                ended.get(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The broker does not answer; it takes the messages back with the connection.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
