package org.sluice.routes.consumer;

import java.util.Optional;

/** Why something of the user's own failed, in one line. */
final class Reason {
    private Reason() {}

    /** The deepest cause says what is wrong; what is around it, how it was found. */
    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return sentence(cause);
    }

    private static String sentence(Throwable cause) {
        return Optional.ofNullable(cause.getMessage())
                .filter(text -> !text.isBlank())
                .map(text -> text.strip().replaceAll("\\s*\\R\\s*", " "))
                .map(text -> cause instanceof Error ? cause.getClass().getSimpleName() + ": " + text : text)
                .orElseGet(cause::toString);
    }
}
