package org.sluice.routes.mq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.mq.MqUri;

/** A message that was received. Thread-safe. */
public final class Message {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MqUri source;
    private final Delivery delivery;
    private boolean settled;
    private boolean arrived = true;
    private boolean givenBack;

    Message(MqUri source, Delivery delivery) {
        this.source = source;
        this.delivery = delivery;
    }

    /** The queue or topic that it was received from. */
    public MqUri source() {
        return source;
    }

    /** The body as it came. */
    public byte[] body() {
        return delivery.body();
    }

    /**
     * The body as JSON.
     *
     * @throws MalformedMessageException when it is not
     */
    public JsonNode json() {
        try {
            JsonNode read = JSON.readTree(delivery.body());
            if (read.isMissingNode()) {
                throw new MalformedMessageException("A message from " + source + " is empty.", null);
            }
            return read;
        } catch (IOException e) {
            throw new MalformedMessageException("A message from " + source + " is not JSON: " + e.getMessage(), e);
        }
    }

    /** What its sender gave it, and {@code content-type}, {@code user-id} and others that the broker knows of. */
    public Map<String, String> headers() {
        return delivery.headers();
    }

    /**
     * Who sent it, by his name at the broker, where the broker has checked that. RabbitMQ does so for messages with the AMQP
     * property {@code user-id}; a message that came over STOMP never has one, for there that property and a header of
     * the same name, which may say anything, look alike.
     */
    public Optional<String> user() {
        return delivery.user();
    }

    /** Whether it was delivered before, to whomever, as far as the broker knows. */
    public boolean isRedelivered() {
        return delivery.isRedelivered();
    }

    /**
     * It is done with. Without effect when it was settled before.
     *
     * @return false when the connection that brought it was gone by then: it is delivered again
     */
    public synchronized boolean acknowledge() {
        if (!settled) {
            settled = true;
            arrived = delivery.acknowledge();
        }
        return arrived;
    }

    /** Has it delivered again, to this or another consumer, a second from now. Without effect when it was settled before. */
    public synchronized void giveBack() {
        if (!settled) {
            settled = true;
            givenBack = true;
            delivery.giveBack(Delivery.REDELIVERY_DELAY);
        }
    }

    /** Whether it was given back before it was acknowledged. */
    public synchronized boolean isGivenBack() {
        return givenBack;
    }
}
