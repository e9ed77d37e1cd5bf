package org.sluice.routes.broker;

import org.jspecify.annotations.Nullable;

/** The broker inside the process cannot start. The message says why and what to do, for a person. */
public final class LocalBrokerException extends RuntimeException {
    LocalBrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
