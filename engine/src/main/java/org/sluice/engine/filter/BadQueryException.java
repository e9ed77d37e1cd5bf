package org.sluice.engine.filter;

/**
 * A meta query that is refused. It is thrown when a query is read, never when a file is matched. The message is a sentence for the
 * person who wrote the query; whoever knows the transformation puts it in front.
 */
public final class BadQueryException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final String reason;

    /** A refusal of what stands at {@code place} ("" for the query as a whole), because of {@code reason}. */
    public BadQueryException(String place, String reason) {
        super((place.isEmpty() ? "The query" : place) + ": " + reason);
        this.place = place;
        this.reason = reason;
    }

    /** Where in the query: {@code Energy.>}, {@code Site[2]}, {@code $or[1].Site}; empty for the query as a whole. */
    public String place() {
        return place;
    }

    /** What is wrong there. */
    public String reason() {
        return reason;
    }
}
