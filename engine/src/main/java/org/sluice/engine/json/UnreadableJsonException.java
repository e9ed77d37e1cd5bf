package org.sluice.engine.json;

import org.jspecify.annotations.Nullable;

/** Some text is not JSON, or is beyond what is read; the message says why, in words that follow on a place. */
public final class UnreadableJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final long offset;

    UnreadableJsonException(String message, int line, int column, long offset, @Nullable Throwable cause) {
        super(message, cause);
        this.line = line;
        this.column = column;
        this.offset = offset;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The line where reading stopped, from 1. */
    public int line() {
        return line;
    }

    /** The character of that line, from 1. */
    public int column() {
        return column;
    }

    /** The character of the text where reading stopped, from 0. */
    public long offset() {
        return offset;
    }
}
