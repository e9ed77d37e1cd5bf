package org.sluice.config.mq;

import java.util.List;
import java.util.Optional;
import org.sluice.config.value.Secret;

/**
 * Where RabbitMQ's management HTTP API is, and who asks it.
 *
 * @param hosts in the order in which they are tried
 * @param tls whether it is asked over TLS, with the certificates of the service
 * @param user absent where nobody is named
 * @param configured whether the configuration says anything of it; otherwise it is where it usually is, if it is there
 */
public record MqManagement(
        List<MqHost> hosts, boolean tls, Optional<String> user, Optional<Secret> password, boolean configured) {

    /** RabbitMQ's own ports. */
    static final int PORT = 15672;

    static final int TLS_PORT = 15671;

    public MqManagement {
        hosts = List.copyOf(hosts);
    }

    /** Beside the service's own ports, as its own user. */
    static MqManagement beside(List<MqHost> hosts, boolean tls, Optional<String> user, Optional<Secret> password) {
        return new MqManagement(at(hosts, port(tls)), tls, user, password, false);
    }

    static int port(boolean tls) {
        return tls ? TLS_PORT : PORT;
    }

    static List<MqHost> at(List<MqHost> hosts, int port) {
        return hosts.stream()
                .map(host -> new MqHost(host.name(), port))
                .distinct()
                .toList();
    }
}
