package org.sluice.routes.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ConnectionMetersTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void everyConnectionHasMetersWhileItIsThere() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("meters", meters);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    String queue = "stomp:events?maxReconnectDelay=100ms&brokerURL=" + broker.url();
                    from(queue).routeId("one").process(exchange -> {});
                    from(queue + "&prefetch=7").routeId("two").process(exchange -> {});
                }
            });
            camel.start();
            await().untilAsserted(() -> {
                assertThat(value("sluice.stomp.connected", "consumer of events"))
                        .isEqualTo(1);
                assertThat(value("sluice.stomp.connected", "consumer of events (2)"))
                        .isEqualTo(1);
            });
            broker.stop();
            broker.start();
            await().untilAsserted(() -> assertThat(value("sluice.stomp.reconnects", "consumer of events"))
                    .isEqualTo(1));
            camel.getRouteController().stopRoute("two");
            assertThat(meters.find("sluice.stomp.connected").meters()).hasSize(1);
            camel.getRouteController().startRoute("two");
            await().untilAsserted(() ->
                    assertThat(meters.find("sluice.stomp.connected").meters()).hasSize(2));
        }
        assertThat(meters.getMeters()).isEmpty();
    }

    private double value(String meter, String connection) {
        Meter found = meters.get(meter).tag("connection", connection).meter();
        return found.measure().iterator().next().getValue();
    }
}
