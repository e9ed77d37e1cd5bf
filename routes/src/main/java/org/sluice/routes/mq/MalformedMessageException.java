package org.sluice.routes.mq;

import org.jspecify.annotations.Nullable;

/** The body of a message is not JSON. The message of this exception says where. */
public final class MalformedMessageException extends RuntimeException {
    MalformedMessageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
