package org.sluice.routes.demo;

/** The demo cannot go on; the message says what was waited for, or is in the way, for a person. */
public final class DemoFailedException extends RuntimeException {
    DemoFailedException(String message) {
        super(message);
    }

    DemoFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
