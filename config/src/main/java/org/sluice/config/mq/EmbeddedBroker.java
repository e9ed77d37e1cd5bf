package org.sluice.config.mq;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.config.mq.MqDestination.QueueType;

/**
 * The broker that runs inside the process where no {@code Source} is configured; it listens for STOMP on loopback, and
 * its service is called {@value #SERVICE}.
 */
public final class EmbeddedBroker {

    public static final String SERVICE = "embedded";

    /** Where registrations are consumed from. */
    public static final MqUri REGISTRATIONS = queue("registrations");

    /** Where rejected messages go. */
    public static final MqUri DEAD_LETTERS = queue("dead-letters");

    /** Where notices about tasks are sent. */
    public static final MqUri TASK_NOTICES = queue("task-notices");

    private EmbeddedBroker() {}

    static List<MqDestination> destinations(int port) {
        MqService service = new MqService(
                SERVICE,
                MqType.STOMP,
                List.of(new MqHost("127.0.0.1", port)),
                "/",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(15));
        return Stream.of(REGISTRATIONS, DEAD_LETTERS, TASK_NOTICES)
                .map(uri -> new MqDestination(
                        uri,
                        service,
                        true,
                        true,
                        true,
                        QueueType.CLASSIC,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()))
                .toList();
    }

    private static MqUri queue(String name) {
        return new MqUri(SERVICE, MqUri.Kind.QUEUE, name);
    }
}
