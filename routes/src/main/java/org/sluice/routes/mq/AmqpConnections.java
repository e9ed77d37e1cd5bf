package org.sluice.routes.mq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.SocketConfigurators;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.sluice.config.mq.MqService;

/** Connections to one AMQP service. */
final class AmqpConnections {
    private static final int PATIENCE_MS = 5_000;

    /**
     * RabbitMQ's own limit for messages is 128 MiB by default. A message over the client's limit would break the
     * connection, be delivered again, and break the next one; here it can be read, and is rejected as too large.
     */
    private static final int LARGEST_MESSAGE = 160 * 1024 * 1024;

    private final MqService service;

    AmqpConnections(MqService service) {
        this.service = service;
    }

    /** What libraries need to connect by themselves. Does not recover connections: its users do that. */
    ConnectionFactory factory() {
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
        service.tls().ifPresent(tls -> {
            factory.useSslProtocol(TlsContext.of(tls));
            factory.enableHostnameVerification();
            if (service.user().isEmpty() && tls.hostCertificate().isPresent()) {
                factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
            }
        });
        return factory;
    }

    private List<Address> addresses() {
        return service.hosts().stream()
                .map(host -> new Address(host.name(), host.port()))
                .toList();
    }

    /**
     * Connects to the first address that answers.
     *
     * @param name shown by RabbitMQ's management
     */
    Connection open(String name) throws IOException, TimeoutException {
        return factory().newConnection(addresses(), name);
    }

    /**
     * As {@link #open(String)}.
     *
     * @param socket is given the socket, which can be closed where everything else would wait for a broker that does not
     *     read
     */
    Connection open(String name, Consumer<Socket> socket) throws IOException, TimeoutException {
        ConnectionFactory factory = factory();
        factory.setSocketConfigurator(SocketConfigurators.defaultConfigurator().andThen(socket::accept));
        return factory.newConnection(addresses(), name);
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
