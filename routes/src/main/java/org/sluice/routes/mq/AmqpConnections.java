package org.sluice.routes.mq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.SocketConfigurator;
import com.rabbitmq.client.SocketConfigurators;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.mq.MqHost;
import org.sluice.config.mq.MqService;
import org.sluice.config.mq.MqTls;
import org.sluice.config.tls.CertificateFileException;
import org.sluice.routes.tls.TlsContext;
import org.sluice.routes.tls.TlsFailure;

/** Connections to one AMQP service. */
final class AmqpConnections {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpConnections.class);
    private static final int PATIENCE_MS = 5_000;
    /** For all hosts together: whoever closes this waits as long. */
    private static final Duration VERDICT_PATIENCE = Duration.ofSeconds(1);

    /**
     * RabbitMQ's own limit for messages is 128 MiB by default. A message over the client's limit would break the
     * connection, be delivered again, and break the next one; here it can be read, and is rejected as too large.
     */
    private static final int LARGEST_MESSAGE = 160 * 1024 * 1024;

    private final MqService service;

    AmqpConnections(MqService service) {
        this.service = service;
    }

    /** Does not recover connections: its users do that. */
    private ConnectionFactory factory(Consumer<Socket> watcher) throws CertificateFileException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setVirtualHost(service.vhost());
        service.user().ifPresent(factory::setUsername);
        service.password().ifPresent(password -> factory.setPassword(password.reveal()));
        factory.setRequestedHeartbeat((int) Math.max(1, service.heartBeat().toSeconds()));
        factory.setConnectionTimeout(PATIENCE_MS);
        factory.setHandshakeTimeout(PATIENCE_MS);
        factory.setChannelRpcTimeout(PATIENCE_MS);
        factory.setMaxInboundMessageBodySize(LARGEST_MESSAGE);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setExceptionHandler(new Quiet());
        SocketConfigurator sockets = SocketConfigurators.defaultConfigurator().andThen(watcher::accept);
        if (service.tls().isPresent()) {
            MqTls tls = service.tls().get();
            TlsContext context = TlsContext.of(tls);
            factory.useSslProtocol(context.context());
            sockets = sockets.andThen(context::secure);
            if (service.user().isEmpty() && tls.hostCertificate().isPresent()) {
                factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
            }
        }
        factory.setSocketConfigurator(sockets);
        return factory;
    }

    /** What ends a connection comes to its users as the reason of its end, and they tell of it. */
    private static final class Quiet extends DefaultExceptionHandler {
        @Override
        public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {
            LOG.debug("A connection ends.", exception);
        }
    }

    private List<Address> addresses() {
        return service.hosts().stream()
                .map(host -> new Address(host.name(), host.port()))
                .toList();
    }

    /**
     * Connects to the first address that answers, by the certificates that are there now.
     *
     * @param name shown by RabbitMQ's management
     * @param socket is given the socket, which can be closed where everything else would wait for a broker that does not
     *     read
     */
    Connection open(String name, Consumer<Socket> socket) throws IOException, TimeoutException {
        try {
            return factory(socket).newConnection(addresses(), name);
        } catch (IOException e) {
            throw TlsFailure.isSilent(e) ? verdict().orElse(e) : e;
        }
    }

    /**
     * With TLS 1.3 a broker looks at our certificate when we have begun to speak, and what it says of it is easily lost with
     * the connection. Whoever does not speak can hear it.
     */
    private Optional<IOException> verdict() throws IOException {
        if (service.tls().flatMap(MqTls::hostCertificate).isEmpty()) {
            return Optional.empty();
        }
        TlsContext context = TlsContext.of(service.tls().get());
        Duration patience = VERDICT_PATIENCE.dividedBy(service.hosts().size());
        for (MqHost host : service.hosts()) {
            Optional<IOException> verdict = context.verdict(host.name(), host.port(), patience);
            if (verdict.isPresent()) {
                return verdict;
            }
        }
        return Optional.empty();
    }

    /** A sentence about a failure, for people. */
    MqUnavailableException unavailable(Throwable cause) {
        return new MqUnavailableException(BrokerFailure.sentence(service, cause), cause);
    }

    /** For how long a confirmation is waited for. */
    static Duration confirmPatience() {
        return Duration.ofSeconds(30);
    }
}
