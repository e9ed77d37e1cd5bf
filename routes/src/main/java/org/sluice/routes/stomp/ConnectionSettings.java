package org.sluice.routes.stomp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.routes.tls.TlsSource;

/**
 * All that decides how to connect. Producers with equal settings share one connection.
 *
 * @param brokers tried in this order
 * @param connectHeaders the headers of the CONNECT frame, credentials among them
 * @param heartBeat what we offer
 * @param connectTimeout for the TCP connection, the TLS handshake and the answer to CONNECT, each
 * @param reconnectDelay the first delay of the back-off
 * @param maxReconnectDelay the longest delay of the back-off
 * @param maxFrameSize the largest body taken from the broker, in bytes
 * @param tls for the encrypted ones among the brokers; absent: the JVM's default
 */
record ConnectionSettings(
        List<BrokerAddress> brokers,
        Map<String, String> connectHeaders,
        HeartBeat heartBeat,
        Duration connectTimeout,
        Duration reconnectDelay,
        Duration maxReconnectDelay,
        int maxFrameSize,
        Optional<TlsSource> tls) {

    /**
     * What a configuration says.
     *
     * @throws IllegalArgumentException naming the option that cannot be understood
     */
    static ConnectionSettings of(StompConfiguration options, Optional<TlsSource> tls) {
        List<BrokerAddress> brokers = BrokerAddress.parseList(options.getBrokerURL());
        return new ConnectionSettings(
                brokers,
                connectHeaders(options, brokers.get(0)),
                options.heartbeat(),
                options.getConnectTimeout(),
                options.getReconnectDelay(),
                options.getMaxReconnectDelay(),
                options.getMaxFrameSize(),
                tls);
    }

    private static Map<String, String> connectHeaders(StompConfiguration options, BrokerAddress broker) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("accept-version", options.getVersion().isEmpty() ? "1.2,1.1" : options.getVersion());
        headers.put("host", options.getHost().isEmpty() ? broker.host() : options.getHost());
        headers.put("heart-beat", options.getHeartbeat());
        putUnlessEmpty(headers, "login", options.getLogin());
        putUnlessEmpty(headers, "passcode", options.passcode());
        putUnlessEmpty(headers, "client-id", options.getClientId());
        options.getCustomHeaders().forEach((name, value) -> headers.put(name.toString(), value.toString()));
        headers.putAll(options.connectHeaders());
        return headers;
    }

    private static void putUnlessEmpty(Map<String, String> headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.put(name, value);
        }
    }

    /** Hides the credentials. */
    @Override
    public String toString() {
        return "ConnectionSettings" + brokers;
    }
}
