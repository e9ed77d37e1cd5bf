package org.sluice.routes.mq;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.sluice.config.mq.MqDestination;
import org.sluice.routes.health.Condition;

/**
 * Makes routes from, and senders to, configured queues and topics; nothing that uses them knows the protocol.
 * Thread-safe.
 */
public final class EngineQueues {
    private final CamelContext context;
    private final List<StompSource> watched = new ArrayList<>();

    /** EngineQueues within a Camel context, which need not be started yet. */
    public EngineQueues(CamelContext context) {
        this.context = context;
    }

    /**
     * A sender to a destination; its connection is opened when it is first used.
     *
     * @throws MqUnavailableException when certificates cannot be read
     */
    public MqSender sender(MqDestination destination) {
        return switch (destination.service().type()) {
            case RABBITMQ -> new AmqpSender(destination);
            case STOMP -> stompSender(destination);
        };
    }

    /**
     * A route from a destination, whose messages are acknowledged when their exchange completes, and delivered again when
     * it does not. While the broker is away the route stays started and connects again by itself.
     *
     * @param prefetch how many messages may be on their way through the route at once
     * @param to the URI of the endpoint that the route leads to; has to be asynchronous
     * @param condition told whether messages can be consumed; see {@link #watch}
     * @throws MqUnavailableException when certificates cannot be read
     */
    public RouteBuilder source(MqDestination destination, int prefetch, String to, Condition condition) {
        return switch (destination.service().type()) {
            case RABBITMQ -> amqpRoute(destination, prefetch, to, condition);
            case STOMP -> stompRoute(destination, prefetch, to, condition);
        };
    }

    /** Looks how connections are, and tells their conditions; to be called now and then. */
    public synchronized void watch() {
        watched.forEach(StompSource::look);
    }

    private MqSender stompSender(MqDestination destination) {
        try {
            return new StompSender(destination, context);
        } catch (Exception e) {
            throw unusable(destination, e);
        }
    }

    private RouteBuilder amqpRoute(MqDestination destination, int prefetch, String to, Condition condition) {
        try {
            Endpoint from = new AmqpSource(destination, condition).endpoint(context, prefetch);
            return new RouteBuilder(context) {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from(from)
                            .routeId(id(destination))
                            .process(new AmqpAcknowledgement())
                            .to(to);
                }
            };
        } catch (Exception e) {
            throw unusable(destination, e);
        }
    }

    private RouteBuilder stompRoute(MqDestination destination, int prefetch, String to, Condition condition) {
        try {
            StompSource source = new StompSource(destination, context, prefetch, condition);
            synchronized (this) {
                watched.add(source);
            }
            return new RouteBuilder(context) {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from(source.endpoint()).routeId(id(destination)).to(to);
                }
            };
        } catch (Exception e) {
            throw unusable(destination, e);
        }
    }

    private static String id(MqDestination destination) {
        return "source-" + destination.uri();
    }

    private static RuntimeException unusable(MqDestination destination, Exception cause) {
        return cause instanceof MqUnavailableException known
                ? known
                : new IllegalStateException(
                        "The destination " + destination.uri() + " cannot be used: " + cause.getMessage(), cause);
    }
}
