package org.sluice.routes.mq;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.sluice.config.mq.MqUri;

/**
 * The Camel component {@code mq:service::Queues::name}: queues and topics by their mqURI, with all that {@link Messaging}
 * promises. To be added to a context under the name {@code mq}.
 */
public final class MqComponent extends DefaultComponent {
    private final Messaging messaging;

    /** @param messaging is not closed with the component */
    public MqComponent(Messaging messaging) {
        this.messaging = messaging;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MqEndpoint endpoint = new MqEndpoint(uri, this, MqUri.parse(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** An endpoint that nobody else has, whatever characters its mqURI is made of. */
    public MqEndpoint endpoint(MqUri mqUri) {
        return new MqEndpoint("mq:" + mqUri, this, mqUri);
    }

    Messaging messaging() {
        return messaging;
    }
}
