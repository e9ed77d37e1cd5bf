package org.sluice.routes.cli;

/** The command cannot do what was asked; the message says why and what to do, for a person. Exit code 1. */
final class CommandFailedException extends RuntimeException {
    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
