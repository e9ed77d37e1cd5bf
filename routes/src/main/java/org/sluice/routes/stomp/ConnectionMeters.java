package org.sluice.routes.stomp;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The meters of each connection for as long as there is one, told apart by the tag {@code connection}. Thread-safe. */
final class ConnectionMeters {

    private final MeterRegistry registry;
    private final Map<String, List<Meter>> byName = new HashMap<>();
    private final Map<StompConnection, String> names = new HashMap<>();

    ConnectionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void add(StompConnection connection) {
        String name = free(connection.state().purpose());
        Tags tags = Tags.of("connection", name);
        names.put(connection, name);
        byName.put(
                name,
                List.of(
                        Gauge.builder(
                                        "sluice.stomp.connected",
                                        connection,
                                        of -> of.state().connected() ? 1 : 0)
                                .description("1 while the connection stands")
                                .tags(tags)
                                .register(registry),
                        counter(
                                "sluice.stomp.reconnects",
                                "how often the connection came back",
                                connection,
                                tags,
                                StompConnectionState::reconnects),
                        counter(
                                "sluice.stomp.acknowledgements.stale",
                                "acknowledgements dropped with the connection that delivered their message",
                                connection,
                                tags,
                                StompConnectionState::staleAcknowledgements),
                        counter(
                                "sluice.stomp.messages.oversized",
                                "messages larger than maxFrameSize, left unacknowledged",
                                connection,
                                tags,
                                StompConnectionState::oversizedMessages)));
    }

    private Meter counter(
            String name,
            String description,
            StompConnection connection,
            Tags tags,
            ToLongFunction<StompConnectionState> count) {
        return FunctionCounter.builder(name, connection, of -> count.applyAsLong(of.state()))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** Two routes may consume the same queue. */
    private String free(String purpose) {
        String name = purpose;
        for (int number = 2; byName.containsKey(name); number++) {
            name = purpose + " (" + number + ")";
        }
        return name;
    }

    synchronized void remove(StompConnection connection) {
        String name = names.remove(connection);
        if (name != null) {
            byName.getOrDefault(name, List.of()).forEach(registry::remove);
            byName.remove(name);
        }
    }
}
