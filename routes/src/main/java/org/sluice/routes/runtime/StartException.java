package org.sluice.routes.runtime;

/** The engine cannot start as it is configured, and trying again would not help. The message says what to do. */
public final class StartException extends RuntimeException {
    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
