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
 */
public record MqService(
        String name,
        MqType type,
        List<MqHost> hosts,
        String vhost,
        Optional<String> user,
        Optional<Secret> password,
        Optional<MqTls> tls,
        Duration heartBeat) {

    public MqService {
        hosts = List.copyOf(hosts);
    }
}
