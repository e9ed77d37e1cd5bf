package org.sluice.routes.mq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.routes.exchange.Acknowledgements;

/** Delivered by AMQP; settled on the channel that delivered it, one by one, for they are done in any order. */
final class AmqpDelivery implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpDelivery.class);

    private final AmqpLink link;
    private final Channel channel;
    private final Acknowledgements<Long> acknowledgements;
    private final Envelope envelope;
    private final BasicProperties properties;
    private final byte[] body;
    private final AtomicBoolean settled = new AtomicBoolean();

    AmqpDelivery(
            AmqpLink link,
            Channel channel,
            Acknowledgements<Long> acknowledgements,
            Envelope envelope,
            BasicProperties properties,
            byte[] body) {
        this.link = link;
        this.channel = channel;
        this.acknowledgements = acknowledgements;
        this.envelope = envelope;
        this.properties = properties;
        this.body = body;
    }

    @Override
    public byte[] body() {
        return body;
    }

    /** The sender's headers, and the properties under the names that they have in STOMP. */
    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        Optional.ofNullable(properties.getHeaders())
                .ifPresent(table -> table.forEach((name, value) -> headers.put(name, String.valueOf(value))));
        put(headers, "content-type", properties.getContentType());
        put(headers, "content-encoding", properties.getContentEncoding());
        put(headers, "correlation-id", properties.getCorrelationId());
        put(headers, "reply-to", properties.getReplyTo());
        put(headers, "type", properties.getType());
        put(headers, "user-id", properties.getUserId());
        put(headers, "app-id", properties.getAppId());
        return headers;
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    @Override
    public Optional<String> user() {
        return Optional.ofNullable(properties.getUserId());
    }

    @Override
    public boolean isRedelivered() {
        return envelope.isRedeliver();
    }

    @Override
    public boolean isStale() {
        return !channel.isOpen();
    }

    @Override
    public boolean acknowledge() {
        return !settled.compareAndSet(false, true) || answer(() -> channel.basicAck(tag(), false));
    }

    @Override
    public void acknowledgeSoon() {
        if (settled.compareAndSet(false, true)) {
            acknowledgements.acknowledge(tag());
        }
    }

    private long tag() {
        return envelope.getDeliveryTag();
    }

    @Override
    public void giveBack(Duration delay) {
        if (settled.compareAndSet(false, true)) {
            link.later(() -> answer(() -> channel.basicNack(tag(), false, true)), delay);
        }
    }

    private boolean answer(Answer answer) {
        try {
            answer.send();
            acknowledgements.settledOtherwise(tag());
            return true;
        } catch (IOException | AlreadyClosedException gone) {
            LOG.debug("A message was delivered on a channel that is gone; it comes again.", gone);
            return false;
        }
    }

    @FunctionalInterface
    private interface Answer {
        void send() throws IOException;
    }
}
