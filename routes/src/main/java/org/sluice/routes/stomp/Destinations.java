package org.sluice.routes.stomp;

import java.util.List;

/** Destinations as they stand in endpoint URIs. */
final class Destinations {

    private static final List<String> ROOTS =
            List.of("queue/", "topic/", "exchange/", "amq/queue/", "temp-queue/", "temp-topic/", "reply-queue/");

    private Destinations() {}

    /**
     * The destination that an endpoint URI means. Camel takes the slash off {@code stomp:/queue/events}, so it is put back
     * before the roots that RabbitMQ and ActiveMQ Artemis (by their usual prefixes) know.
     */
    static String fromUri(String remaining) {
        return ROOTS.stream().anyMatch(remaining::startsWith) ? "/" + remaining : remaining;
    }
}
