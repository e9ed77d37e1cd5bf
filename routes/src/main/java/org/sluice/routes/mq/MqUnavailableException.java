package org.sluice.routes.mq;

import org.jspecify.annotations.Nullable;

/** A broker or a destination is not to be had now; later it may be. The message is for a person. */
public final class MqUnavailableException extends RuntimeException {
    public MqUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
