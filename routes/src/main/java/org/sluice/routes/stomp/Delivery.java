package org.sluice.routes.stomp;

import java.util.Map;

/**
 * One MESSAGE frame, and the session that it came on: the only one that may acknowledge it. Ordered as the session got them.
 */
final class Delivery implements Comparable<Delivery> {

    private final StompSession session;
    private final long number;
    private final Map<String, String> headers;
    private final byte[] body;

    /** @param number of the session's messages, which rises */
    Delivery(StompSession session, long number, Map<String, String> headers, byte[] body) {
        this.session = session;
        this.number = number;
        this.headers = headers;
        this.body = body;
    }

    StompSession session() {
        return session;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    @Override
    public int compareTo(Delivery other) {
        return Long.compare(number, other.number);
    }
}
