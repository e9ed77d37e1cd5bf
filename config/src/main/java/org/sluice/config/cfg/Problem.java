package org.sluice.config.cfg;

import java.util.Optional;

/**
 * Something wrong, or suspicious, in the configuration.
 *
 * @param severity whether the configuration can be used as it stands
 * @param origin the place; absent where something is missing altogether or a file cannot be read
 * @param message a sentence for the person who wrote the file; never holds a secret
 */
public record Problem(Severity severity, Optional<Origin> origin, String message) {

    /** An error keeps the section it is in from being used; a warning does not. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public static Problem error(Origin origin, String message) {
        return new Problem(Severity.ERROR, Optional.of(origin), message);
    }

    public static Problem error(String message) {
        return new Problem(Severity.ERROR, Optional.empty(), message);
    }

    public static Problem warning(Origin origin, String message) {
        return new Problem(Severity.WARNING, Optional.of(origin), message);
    }

    public static Problem warning(String message) {
        return new Problem(Severity.WARNING, Optional.empty(), message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code file:line:column: message}, or the message alone where there is no place. */
    @Override
    public String toString() {
        return origin.map(place -> place + ": ").orElse("") + message;
    }
}
