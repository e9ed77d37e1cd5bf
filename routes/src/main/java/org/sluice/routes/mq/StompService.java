package org.sluice.routes.mq;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.config.mq.MqService;
import org.sluice.routes.stomp.StompConfiguration;
import org.sluice.routes.tls.TlsContext;
import org.sluice.routes.tls.TlsSource;

/** How to connect to a service that speaks STOMP. */
final class StompService {
    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(5);

    private final MqService service;

    StompService(MqService service) {
        this.service = service;
    }

    StompConfiguration options() {
        StompConfiguration options = new StompConfiguration();
        String scheme = service.tls().isPresent() ? "ssl://" : "tcp://";
        options.setBrokerURL(service.hosts().stream().map(host -> scheme + host).collect(Collectors.joining(",")));
        options.setHost(service.vhost());
        service.user().ifPresent(options::setLogin);
        service.password().ifPresent(password -> options.setPasscode(password.reveal()));
        options.setHeartbeat(
                service.heartBeat().toMillis() + "," + service.heartBeat().toMillis());
        options.setMaxReconnectDelay(LONGEST_RECONNECT_DELAY);
        return options;
    }

    Optional<TlsSource> tls() {
        return service.tls().map(tls -> () -> TlsContext.of(tls));
    }

    MqUnavailableException unavailable(Throwable failure) {
        return new MqUnavailableException(BrokerFailure.sentence(service, failure), failure);
    }
}
