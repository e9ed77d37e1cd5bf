package org.sluice.routes.mq;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqService;
import org.sluice.config.mq.MqTls;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.stomp.StompComponent;
import org.sluice.routes.stomp.StompConfiguration;
import org.sluice.routes.stomp.StompConnectionState;
import org.sluice.routes.stomp.StompEndpoint;

/** Where a destination is at a STOMP broker. */
final class StompAddress {
    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(5);

    private final MqDestination destination;

    StompAddress(MqDestination destination) {
        this.destination = destination;
    }

    /** An endpoint that nobody else has, so that its options are its own, and its password in no URI. */
    StompEndpoint endpoint(CamelContext context) throws Exception {
        StompComponent component = context.getComponent("stomp", StompComponent.class);
        StompEndpoint endpoint = (StompEndpoint) component.createEndpoint("stomp:" + destination.stompAddress());
        MqService service = destination.service();
        StompConfiguration options = endpoint.getConfiguration();
        options.setBrokerURL(brokers(service));
        options.setHost(service.vhost());
        service.user().ifPresent(options::setLogin);
        service.password().ifPresent(password -> options.setPasscode(password.reveal()));
        options.setHeartbeat(
                service.heartBeat().toMillis() + "," + service.heartBeat().toMillis());
        options.setMaxReconnectDelay(LONGEST_RECONNECT_DELAY);
        options.setPersistent(destination.persistent());
        if (destination.uri().kind() == MqUri.Kind.TOPIC && destination.durable()) {
            options.setDurable(true);
            options.setSubscriptionId("sluice-" + destination.name());
            options.setClientId("sluice-" + destination.name());
        }
        service.tls().ifPresent(tls -> options.setSslContextParameters(new Pem(tls)));
        return endpoint;
    }

    /** What keeps a connection from working, as a sentence; empty while it works, or is tried for the first time. */
    Optional<String> problem(StompConnectionState state) {
        return state.lastError()
                .filter(reason -> !state.connected())
                .map(reason -> BrokerFailure.sentence(destination.service(), reason));
    }

    private static String brokers(MqService service) {
        String scheme = service.tls().isPresent() ? "ssl://" : "tcp://";
        return service.hosts().stream().map(host -> scheme + host).collect(Collectors.joining(","));
    }

    /** Camel's own parameters read key stores, where the grid has PEM files. */
    private static final class Pem extends SSLContextParameters {
        private final MqTls tls;

        Pem(MqTls tls) {
            this.tls = tls;
        }

        @Override
        public javax.net.ssl.SSLContext createSSLContext(CamelContext camelContext) {
            return TlsContext.of(tls);
        }
    }
}
