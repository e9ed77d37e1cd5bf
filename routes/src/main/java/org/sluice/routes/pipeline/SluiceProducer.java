package org.sluice.routes.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultAsyncProducer;
import org.sluice.routes.mq.MqEndpoint;

/** Hands the body of an exchange to the pipeline, and completes the exchange when the message is done. */
final class SluiceProducer extends DefaultAsyncProducer {
    private final SluiceEndpoint endpoint;
    private final Pipeline pipeline;

    SluiceProducer(SluiceEndpoint endpoint, Pipeline pipeline) {
        super(endpoint);
        this.endpoint = endpoint;
        this.pipeline = pipeline;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Void> done;
        try {
            done = pipeline.submit(body(exchange), origin(exchange));
        } catch (InvalidPayloadException notBytes) {
            exchange.setException(notBytes);
            callback.done(true);
            return true;
        }
        done.whenComplete((nothing, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        });
        return false;
    }

    /** The user is a property, not a header: a header may be the sender's own word. */
    private Origin origin(Exchange exchange) {
        return new Origin(
                endpoint.getSource(), Optional.ofNullable(exchange.getProperty(MqEndpoint.USER, String.class)));
    }

    /** Text is UTF-8 here whatever the platform's own character set is, which Camel's conversion would go by. */
    private static byte[] body(Exchange exchange) throws InvalidPayloadException {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            return new byte[0];
        }
        return body instanceof String text
                ? text.getBytes(UTF_8)
                : exchange.getMessage().getMandatoryBody(byte[].class);
    }
}
