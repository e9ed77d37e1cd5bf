package org.sluice.routes.mq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqUri;

/**
 * Where a destination is at an AMQP broker. A queue is reached through the default exchange, or the one that the
 * configuration names; a topic is a routing key of {@code amq.topic}, as RabbitMQ's STOMP plugin has it, so that both
 * protocols meet there.
 */
final class AmqpAddress {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpAddress.class);
    /** The first part of the name of every durable subscription. */
    static final String OWNER = "sluice";

    private static final String TOPICS = "amq.topic";

    private final MqDestination destination;

    AmqpAddress(MqDestination destination) {
        this.destination = destination;
    }

    boolean isTopic() {
        return destination.uri().kind() == MqUri.Kind.TOPIC;
    }

    /** The exchange to send to. */
    String exchange() {
        return destination.exchange().orElse(isTopic() ? TOPICS : "");
    }

    /** The routing key to send with. */
    String routingKey() {
        return destination.routingKey().orElse(destination.name());
    }

    /** The queue to consume from; that of a topic belongs to Sluice. */
    String queue() {
        return isTopic() ? OWNER + "." + destination.name() : destination.name();
    }

    /**
     * The queue for a subscription, made where it is not there. A topic's subscription that does not outlive its consumer
     * has a queue of its own; a durable one is a queue that all of its consumers share.
     *
     * @param channel whose connection the queue ends with in the former case
     * @throws IOException when it is not there and cannot be made
     */
    String subscription(Channel channel) throws IOException, TimeoutException {
        if (!isTopic() || destination.durable()) {
            declare(channel.getConnection());
            return queue();
        }
        String own = channel.queueDeclare("", false, true, true, Map.of()).getQueue();
        channel.queueBind(own, exchange(), routingKey());
        return own;
    }

    /**
     * Makes the queue, and binds it, where it is not there. A queue that is there already is used as it is.
     *
     * @throws IOException when it is not there and cannot be made
     */
    void declare(Connection connection) throws IOException, TimeoutException {
        Optional<String> refused = attempt(
                connection,
                channel -> channel.queueDeclare(
                        queue(), destination.durable(), false, isTopic() && !destination.durable(), arguments()));
        if (refused.isPresent()) {
            requireThere(connection, refused.get());
        }
        if (!exchange().isEmpty()) {
            attempt(connection, channel -> channel.queueBind(queue(), exchange(), routingKey()))
                    .ifPresent(reason -> LOG.warn(
                            "Queue {} could not be bound to exchange {} with key {} ({}); "
                                    + "it gets what other bindings bring it.",
                            queue(),
                            exchange(),
                            routingKey(),
                            reason));
        }
    }

    private void requireThere(Connection connection, String refused) throws IOException, TimeoutException {
        Optional<String> missing = attempt(connection, channel -> channel.queueDeclarePassive(queue()));
        if (missing.isPresent()) {
            throw new IOException("queue " + queue() + " cannot be made: " + refused);
        }
        LOG.info("Queue {} exists with other properties and is used as it is ({}).", queue(), refused);
    }

    private Map<String, Object> arguments() {
        Map<String, Object> arguments = new HashMap<>();
        // Not for classic ones: a queue that a STOMP client made has no such argument, and would count as different.
        if (destination.queueType() == MqDestination.QueueType.QUORUM && destination.durable()) {
            arguments.put("x-queue-type", destination.queueType().word());
        }
        return arguments;
    }

    /** A refusal closes the channel, so each attempt has its own. Returns the broker's reason, if it refused. */
    private static Optional<String> attempt(Connection connection, Attempt attempt)
            throws IOException, TimeoutException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the broker allows no further channel");
        }
        try {
            attempt.on(channel);
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            if (e.getCause() instanceof ShutdownSignalException signal
                    && !signal.isHardError()
                    && signal.getReason() instanceof AMQP.Channel.Close close) {
                return Optional.of(close.getReplyText());
            }
            throw e;
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void on(Channel channel) throws IOException;
    }
}
