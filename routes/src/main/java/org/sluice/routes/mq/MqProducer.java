package org.sluice.routes.mq;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/** Sends the body of each exchange, which completes when the broker has confirmed it. */
final class MqProducer extends DefaultAsyncProducer {
    private static final String CONTENT_TYPE = "content-type";
    /** A route that forwards a message carries them along; they are true of the first sending only. */
    private static final Set<String> OF_ONE_SENDING = Set.of("user-id", "reply-to", "content-length", "redelivered");

    private static final HeaderFilterStrategy HEADERS = headers();

    private final MqEndpoint endpoint;
    private Optional<Producer> producer = Optional.empty();

    MqProducer(MqEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    private static HeaderFilterStrategy headers() {
        DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
        strategy.setOutFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
        return strategy;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        producer = Optional.of(endpoint.getComponent().messaging().producer(endpoint.getMqUri()));
    }

    @Override
    protected void doStop() throws Exception {
        producer.ifPresent(Producer::close);
        producer = Optional.empty();
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Message message = exchange.getMessage();
            byte[] body = body(message);
            var unused = producer.orElseThrow(
                            () -> new IllegalStateException("The producer to " + endpoint.getMqUri() + " is stopped."))
                    .send(body, headers(message))
                    .whenComplete((ok, failure) -> {
                        if (failure != null) {
                            exchange.setException(failure);
                        }
                        callback.done(false);
                    });
            return false;
        } catch (InvalidPayloadException | RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    /** Text and JSON are UTF-8 whatever the platform's own character set is, which Camel's conversion would go by. */
    private static byte[] body(Message message) throws InvalidPayloadException {
        Object body = message.getBody();
        if (body == null) {
            return new byte[0];
        }
        if (body instanceof String || body instanceof JsonNode) {
            return body.toString().getBytes(StandardCharsets.UTF_8);
        }
        return message.getMandatoryBody(byte[].class);
    }

    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (value != null
                    && !OF_ONE_SENDING.contains(lower)
                    && !HEADERS.applyFilterToCamelHeaders(name, value, message.getExchange())) {
                headers.put(lower.equals(CONTENT_TYPE) ? CONTENT_TYPE : name, value.toString());
            }
        });
        if (message.getBody() instanceof JsonNode) {
            headers.putIfAbsent(CONTENT_TYPE, "application/json");
        }
        return headers;
    }
}
