package org.sluice.routes.stomp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where one broker listens.
 *
 * @param tls whether the connection is encrypted
 * @param host a name or an address; IPv6 addresses without brackets
 * @param port the TCP port
 */
record BrokerAddress(boolean tls, String host, int port) {

    private static final int DEFAULT_PORT = 61613;
    private static final int DEFAULT_TLS_PORT = 61614;
    private static final Set<String> PLAIN = Set.of("tcp", "stomp", "nio");
    private static final Set<String> ENCRYPTED = Set.of("ssl", "tls", "stomp+ssl", "stomps");

    /**
     * Reads the option {@code brokerURL} of camel-stomp: one URL, several separated by commas, or ActiveMQ's {@code failover:(...)}
     * around them. The order is the order in which they are tried.
     *
     * @throws IllegalArgumentException naming the part that is no address
     */
    static List<BrokerAddress> parseList(String list) {
        String urls = list.strip();
        if (urls.startsWith("failover:")) {
            urls = urls.substring("failover:".length())
                    .replaceFirst("\\?.*$", "")
                    .replaceFirst("^(//)?\\(", "")
                    .replaceFirst("\\)$", "");
        }
        List<BrokerAddress> addresses = Arrays.stream(urls.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(BrokerAddress::parse)
                .toList();
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("brokerURL is empty: give at least one broker, as tcp://host:61613");
        }
        return addresses;
    }

    private static BrokerAddress parse(String text) {
        String url = text.contains("://") ? text : "tcp://" + text;
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            boolean tls = ENCRYPTED.contains(scheme);
            if (!tls && !PLAIN.contains(scheme)) {
                throw bad(text, "the scheme is none of tcp and ssl");
            }
            if (uri.getHost() == null) {
                throw bad(text, "it names no host");
            }
            String host = uri.getHost().replaceAll("[\\[\\]]", "");
            int port = uri.getPort() >= 0 ? uri.getPort() : tls ? DEFAULT_TLS_PORT : DEFAULT_PORT;
            return new BrokerAddress(tls, host, port);
        } catch (URISyntaxException e) {
            throw bad(text, e.getReason());
        }
    }

    private static IllegalArgumentException bad(String text, String reason) {
        return new IllegalArgumentException("brokerURL '" + text + "' is no broker address: " + reason
                + "; write tcp://host:61613 or ssl://host:61614");
    }

    @Override
    public String toString() {
        return (tls ? "ssl://" : "tcp://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
