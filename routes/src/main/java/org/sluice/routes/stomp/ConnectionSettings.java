package org.sluice.routes.stomp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

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
 * @param sslContext for the encrypted ones among the brokers; absent: the JVM's default
 */
record ConnectionSettings(
        List<BrokerAddress> brokers,
        Map<String, String> connectHeaders,
        HeartBeat heartBeat,
        Duration connectTimeout,
        Duration reconnectDelay,
        Duration maxReconnectDelay,
        int maxFrameSize,
        Optional<SSLContext> sslContext) {

    /** Hides the credentials. */
    @Override
    public String toString() {
        return "ConnectionSettings" + brokers;
    }
}
