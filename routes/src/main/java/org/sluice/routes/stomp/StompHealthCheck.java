package org.sluice.routes.stomp;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Up while a consumer's connection stands and the broker has taken its subscription. */
final class StompHealthCheck implements HealthCheck {
    private final StompConsumer consumer;
    private volatile boolean enabled = true;

    StompHealthCheck(StompConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public String getGroup() {
        return "camel";
    }

    @Override
    public String getId() {
        return "consumer:" + consumer.getRouteId();
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this)
                .detail(ENDPOINT_URI, consumer.getEndpoint().getEndpointBaseUri());
        Optional<StompConnectionState> state = consumer.connectionState();
        if (state.isEmpty()) {
            return result.down().message("The consumer is not started").build();
        }
        result.detail("broker", state.get().broker())
                .detail("reconnects", state.get().reconnects());
        if (state.get().connected()) {
            return result.up().build();
        }
        return result.down()
                .message(state.get()
                        .lastError()
                        .orElse("The broker at " + state.get().broker() + " has not answered yet"))
                .build();
    }
}
