package org.sluice.routes.mq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.mq.MqDestination;
import org.sluice.routes.exchange.Acknowledgements;
import org.sluice.routes.health.Backoff;

/**
 * A subscription that is made again whenever its connection or channel breaks, or its queue is deleted. Used by the link's
 * thread, but for {@link #problem()}, {@link #isUp()}, {@link #reconnects()} and {@link #lag()}.
 */
final class AmqpSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpSubscription.class);

    private final MqDestination destination;
    private final AmqpAddress address;
    private final int prefetch;
    private final Consumer<Delivery> receiver;
    private final AmqpLink link;
    private final Outages outages;
    private volatile Optional<Outages.Line> outage = Optional.empty();
    private volatile Optional<Channel> current = Optional.empty();
    private final AtomicLong subscriptions = new AtomicLong();
    private volatile Optional<String> queue = Optional.empty();
    private volatile boolean subscribed;
    private Optional<Acknowledgements<Long>> open = Optional.empty();
    private boolean ended;
    private int failures;

    AmqpSubscription(
            MqDestination destination, int prefetch, Consumer<Delivery> receiver, AmqpLink link, Outages outages) {
        this.destination = destination;
        this.address = new AmqpAddress(destination);
        this.prefetch = prefetch;
        this.receiver = receiver;
        this.link = link;
        this.outages = outages;
    }

    Optional<String> problem() {
        return outage.flatMap(Outages.Line::problem);
    }

    boolean isUp() {
        return subscribed && current.filter(Channel::isOpen).isPresent();
    }

    long reconnects() {
        return Math.max(0, subscriptions.get() - 1);
    }

    /** Asked on a channel of its own: a question about a queue that is gone closes the channel. */
    OptionalLong lag() {
        Optional<Connection> connection = link.connection();
        Optional<String> name = queue;
        if (connection.isEmpty() || name.isEmpty()) {
            return OptionalLong.empty();
        }
        try (Channel asking = connection.get().createChannel()) {
            return asking == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(asking.queueDeclarePassive(name.get()).getMessageCount());
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            LOG.debug("The broker could not be asked how many messages wait in {}.", destination.uri(), e);
            return OptionalLong.empty();
        }
    }

    /** Subscribes on this connection, and keeps trying as long as that stands. */
    void begin(Connection connection) {
        if (ended || current.filter(Channel::isOpen).isPresent() || !connection.isOpen()) {
            return;
        }
        try {
            Channel channel = connection.createChannel();
            if (channel == null) {
                throw new IOException("the broker allows no further channel");
            }
            current = Optional.of(channel);
            channel.addShutdownListener(signal -> link.execute(() -> lost(connection, channel, signal)));
            String name = address.subscription(channel);
            channel.basicQos(prefetch);
            Acknowledgements<Long> acknowledgements =
                    new Acknowledgements<>(new AmqpAcknowledging(channel::basicAck), link::later);
            open = Optional.of(acknowledgements);
            channel.basicConsume(name, false, new Receiver(connection, channel, acknowledgements));
            queue = Optional.of(name);
            stands();
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            drop();
            failed(connection, e);
        }
    }

    private void stands() {
        outage.ifPresent(Outages.Line::connected);
        endOutage();
        failures = 0;
        subscriptions.incrementAndGet();
        subscribed = true;
    }

    private void lost(Connection connection, Channel channel, Throwable why) {
        if (current.filter(now -> now == channel).isPresent()) {
            drop();
            failed(connection, why);
        }
    }

    private void failed(Connection connection, Throwable why) {
        if (ended || !connection.isOpen()) {
            // It goes on with the next connection.
            return;
        }
        failures++;
        if (outage.isEmpty()) {
            outage = Optional.of(outages.separate(destination.service(), "subscription to " + destination.name()));
        }
        outage.ifPresent(now -> now.broken(why));
        link.later(() -> begin(connection), Backoff.STANDARD.after(failures));
    }

    /** Ends it; RabbitMQ takes back what is unacknowledged. */
    void end() {
        ended = true;
        open.ifPresent(Acknowledgements::sendAll);
        endOutage();
        drop();
    }

    private void endOutage() {
        outage.ifPresent(Outages.Line::closed);
        outage = Optional.empty();
    }

    private void drop() {
        subscribed = false;
        Optional<Channel> old = current;
        current = Optional.empty();
        old.ifPresent(AmqpSubscription::close);
    }

    private static void close(Channel channel) {
        try {
            channel.abort();
        } catch (IOException | AlreadyClosedException e) {
            LOG.debug("The channel was closed already.", e);
        }
    }

    private final class Receiver extends DefaultConsumer {
        private final Connection connection;
        private final Acknowledgements<Long> acknowledgements;

        Receiver(Connection connection, Channel channel, Acknowledgements<Long> acknowledgements) {
            super(channel);
            this.connection = connection;
            this.acknowledgements = acknowledgements;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            acknowledgements.delivered(envelope.getDeliveryTag());
            receiver.accept(new AmqpDelivery(link, getChannel(), acknowledgements, envelope, properties, body));
        }

        @Override
        public void handleCancel(String tag) {
            IOException why = new IOException("the queue " + address.queue() + " was deleted");
            link.execute(() -> lost(connection, getChannel(), why));
        }
    }
}
