package org.sluice.routes.stomp;

import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words why a connection failed. */
final class Causes {

    private Causes() {}

    /** A few words without a class name or a stack. */
    static String sentence(Throwable failure) {
        Throwable root = failure;
        for (@Nullable Throwable next = failure.getCause(); next != null; next = next.getCause()) {
            root = next;
        }
        String message = root.getMessage();
        if (root instanceof UnknownHostException) {
            return "the host name is unknown";
        }
        if (message == null || message.isBlank()) {
            return root.getClass().getSimpleName();
        }
        if (failure instanceof SSLException || failure.getCause() instanceof SSLException) {
            return "TLS: " + message;
        }
        // Netty repeats the address, which our sentences name anyway.
        return message.replaceFirst(": \\S*/\\S+:\\d+$", "");
    }
}
