package org.sluice.routes.pipeline;

import java.util.Optional;

/**
 * Where a message came from.
 *
 * @param source the mqURI, or another name
 * @param user who sent it, by the user name at the broker; only where the broker has checked that it is his
 */
public record Origin(String source, Optional<String> user) {

    /** Of a sender whom the broker does not know. */
    public static Origin of(String source) {
        return new Origin(source, Optional.empty());
    }
}
