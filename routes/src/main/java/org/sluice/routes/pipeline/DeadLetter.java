package org.sluice.routes.pipeline;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.event.RejectionReason;

/**
 * An event that cannot take effect, and why. Its headers are an interface that others rely on; see
 * {@code docs/delivery.md}.
 */
record DeadLetter(
        byte[] body,
        RejectionReason reason,
        String message,
        Origin origin,
        Instant received,
        Optional<String> eventId) {

    /** A sentence may quote what the sender wrote; brokers limit headers. */
    private static final int LONGEST_MESSAGE = 1000;

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("sluice-reason", reason.code());
        headers.put("sluice-message", cut(message));
        headers.put("sluice-source", origin.source());
        headers.put("sluice-received", received.toString());
        origin.user().ifPresent(user -> headers.put("sluice-user-id", user));
        eventId.ifPresent(id -> headers.put("sluice-event-id", id));
        return headers;
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_MESSAGE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_MESSAGE - 1)) ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE;
        return text.substring(0, end) + "…";
    }
}
