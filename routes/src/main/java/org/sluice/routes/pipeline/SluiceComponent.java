package org.sluice.routes.pipeline;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel component {@code sluice:}, by which any route hands messages to the engine:
 * {@code to("sluice:events?source=service::Queues::name")}. The exchange completes when everything in the message is
 * done (committed, or in the dead-letter queue), and fails when the message has to be delivered again; so a consumer
 * that acknowledges according to its exchange's outcome loses nothing.
 */
public final class SluiceComponent extends DefaultComponent {
    private final Pipeline pipeline;

    public SluiceComponent(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SluiceEndpoint endpoint = new SluiceEndpoint(uri, this, pipeline);
        endpoint.setSource(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
