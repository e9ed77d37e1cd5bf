package org.sluice.config.mq;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sluice.config.value.Secret;

/**
 * A broker and how to connect to it. Destinations whose services are equal can share one connection.
 *
 * @param name the service's name in an mqURI
 * @param hosts in the order in which they are tried, at least one
 * @param vhost RabbitMQ's virtual host, {@code /} by default
 * @param user absent where a client certificate says who we are, or nobody asks
 * @param tls present if the connection is to be encrypted
 * @param heartBeat how often each side lets the other hear from it
 * @param management where the broker is administered, if it is a RabbitMQ
 */
public record MqService(
        String name,
        MqType type,
        List<MqHost> hosts,
        String vhost,
        Optional<String> user,
        Optional<Secret> password,
        Optional<MqTls> tls,
        Duration heartBeat,
        MqManagement management) {

    public MqService {
        hosts = List.copyOf(hosts);
    }

    /** The same broker, its first host listening on another port. */
    public MqService onPort(int port) {
        MqHost host = new MqHost(hosts.get(0).name(), port);
        return new MqService(name, type, List.of(host), vhost, user, password, tls, heartBeat, management);
    }

    /** A broker whose management is beside it, on RabbitMQ's usual port. */
    public MqService(
            String name,
            MqType type,
            List<MqHost> hosts,
            String vhost,
            Optional<String> user,
            Optional<Secret> password,
            Optional<MqTls> tls,
            Duration heartBeat) {
        this(
                name,
                type,
                hosts,
                vhost,
                user,
                password,
                tls,
                heartBeat,
                MqManagement.beside(hosts, tls.isPresent(), user, password));
    }
}
