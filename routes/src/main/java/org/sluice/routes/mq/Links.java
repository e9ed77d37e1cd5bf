package org.sluice.routes.mq;

import org.sluice.config.mq.MqService;
import org.sluice.routes.stomp.StompClient;

/**
 * The connections to one service: one that publishes and one that consumes. They are two because RabbitMQ stops reading
 * from a connection that publishes while it is short of memory or disk, and acknowledgements, which would free some, must
 * not wait behind.
 */
record Links(Shared<Publishing> publishing, Shared<Consuming> consuming) {

    static Links to(MqService service, StompClient stomp, Outages outages) {
        return switch (service.type()) {
            case RABBITMQ ->
                new Links(
                        new Shared<>(() -> new AmqpPublishing(service, outages), Publishing::close),
                        new Shared<>(() -> new AmqpConsuming(service, outages), Consuming::close));
            case STOMP ->
                new Links(
                        new Shared<>(() -> new StompPublishing(service, stomp, outages), Publishing::close),
                        new Shared<>(() -> new StompConsuming(service, stomp, outages), Consuming::close));
        };
    }
}
