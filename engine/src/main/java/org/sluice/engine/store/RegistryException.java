package org.sluice.engine.store;

/** What was asked of the registry cannot be; the message says why and what to do. */
public final class RegistryException extends RuntimeException {
    public RegistryException(String message) {
        super(message);
    }
}
