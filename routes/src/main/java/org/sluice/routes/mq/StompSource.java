package org.sluice.routes.mq;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.sluice.config.mq.MqDestination;
import org.sluice.routes.health.Condition;
import org.sluice.routes.stomp.OnFailure;
import org.sluice.routes.stomp.StompConfiguration;
import org.sluice.routes.stomp.StompConnectionState;
import org.sluice.routes.stomp.StompEndpoint;

/** A STOMP destination as the beginning of a route. */
final class StompSource {
    /**
     * How far ActiveMQ Artemis may send ahead, in bytes; its own 10 KiB are too few for a batch, and no limit would
     * bring a whole queue into memory.
     */
    private static final int WINDOW_BYTES = 8 * 1024 * 1024;

    private final StompAddress address;
    private final StompEndpoint endpoint;
    private final Condition condition;

    StompSource(MqDestination destination, CamelContext context, int prefetch, Condition condition) throws Exception {
        this.address = new StompAddress(destination);
        this.endpoint = address.endpoint(context);
        this.condition = condition;
        StompConfiguration options = endpoint.getConfiguration();
        options.setPrefetch(prefetch);
        options.setConsumerWindowSize(WINDOW_BYTES);
        // The only failure is that Sluice stops; the broker takes everything back when the connection ends.
        options.setOnFailure(OnFailure.LEAVE);
        endpoint.setExceptionHandler(new StoppingIsNoFailure());
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Tells the condition how the connection is now. */
    void look() {
        List<StompConnectionState> states = endpoint.connectionStates();
        List<String> problems = states.stream()
                .flatMap(state -> address.problem(state).stream())
                .toList();
        if (!problems.isEmpty()) {
            condition.down(problems.get(0));
        } else if (!states.isEmpty() && states.stream().allMatch(StompConnectionState::connected)) {
            condition.up();
        }
    }
}
