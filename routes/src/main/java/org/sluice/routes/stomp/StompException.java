package org.sluice.routes.stomp;

import java.io.IOException;

/**
 * A connection that failed, or a send whose outcome is unknown or refused. The message is a sentence for people: which
 * broker, what happened, what to do. Of a failed send the broker may nevertheless have taken the message.
 */
final class StompException extends IOException {

    private static final long serialVersionUID = 1L;

    StompException(String message) {
        super(message);
    }

    StompException(String message, Throwable cause) {
        super(message, cause);
    }
}
