package org.sluice.routes.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToLongFunction;
import org.sluice.routes.mq.MqConnection;

/** {@code sluice.mq.connected} and {@code sluice.mq.reconnects} of each connection, tagged with its service and use. */
final class MqMeters {
    private final MultiGauge connected;
    private final MultiGauge reconnects;

    MqMeters(MeterRegistry meters) {
        this.connected = MultiGauge.builder("sluice.mq.connected")
                .description("1 while the connection stands")
                .register(meters);
        this.reconnects = MultiGauge.builder("sluice.mq.reconnects")
                .description("how often the connection came back")
                .register(meters);
    }

    /** To be called now and then. */
    void update(List<MqConnection> connections) {
        connected.register(rows(connections, one -> one.connected() ? 1 : 0), true);
        reconnects.register(rows(connections, MqConnection::reconnects), true);
    }

    private static List<Row<?>> rows(List<MqConnection> connections, ToLongFunction<MqConnection> value) {
        return connections.stream()
                .<Row<?>>map(one -> Row.of(Tags.of("service", one.service(), "use", one.use()), value.applyAsLong(one)))
                .toList();
    }
}
