package org.sluice.routes.stomp;

import java.util.Map;

/** One MESSAGE frame, and the session that it came on: the only one that may acknowledge it. */
final class Delivery {

    private final StompSession session;
    private final Map<String, String> headers;
    private final byte[] body;

    Delivery(StompSession session, Map<String, String> headers, byte[] body) {
        this.session = session;
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
}
