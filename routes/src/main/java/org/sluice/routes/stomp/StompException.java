package org.sluice.routes.stomp;

import java.io.IOException;

/**
 * A connection that failed, or a send whose outcome is unknown or refused. The message is a sentence for people: which
 * broker, what happened, what to do. Of a failed send the broker may nevertheless have taken the message.
 */
final class StompException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean refusal;

    StompException(String message) {
        this(message, false);
    }

    private StompException(String message, boolean refusal) {
        super(message);
        this.refusal = refusal;
    }

    StompException(String message, Throwable cause) {
        super(message, cause);
        this.refusal = false;
    }

    /** What the broker answered with an ERROR frame. */
    static StompException refusal(String message) {
        return new StompException(message, true);
    }

    /** Whether the broker answered with an ERROR frame, so that doing the same again will probably fail again. */
    boolean isRefusal() {
        return refusal;
    }
}
