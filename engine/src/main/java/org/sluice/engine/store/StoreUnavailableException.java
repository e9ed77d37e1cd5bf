package org.sluice.engine.store;

/** The store cannot do it now; the same work may succeed later. The message says where and why, for a person. */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
