package org.sluice.persistence;

/** The database's tables are not what this version of Sluice needs; trying again does not help. The message says what to do. */
public final class SchemaConflictException extends RuntimeException {
    public SchemaConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
