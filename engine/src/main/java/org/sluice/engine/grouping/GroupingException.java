package org.sluice.engine.grouping;

/** A plugin cannot group with these parameters or this configuration; the message says what to mend. */
public final class GroupingException extends RuntimeException {
    public GroupingException(String message) {
        super(message);
    }
}
