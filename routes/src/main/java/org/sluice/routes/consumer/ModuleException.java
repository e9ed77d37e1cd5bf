package org.sluice.routes.consumer;

/** A consumer's module cannot be found or cannot start. The message says where it is named, why, and what to do. */
public final class ModuleException extends RuntimeException {
    ModuleException(String message) {
        super(message);
    }

    ModuleException(String message, Throwable cause) {
        super(message, cause);
    }
}
