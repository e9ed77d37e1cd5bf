package org.sluice.routes.stomp;

import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.config.tls.CertificateFileException;
import org.sluice.routes.tls.TlsFailure;

/** Says in words why a connection failed. */
final class Causes {

    private Causes() {}

    /** A sentence: nobody was connected to. */
    static String unreachable(BrokerAddress broker, Throwable failure) {
        boolean untried =
                failure instanceof CertificateFileException || failure.getCause() instanceof CertificateFileException;
        return (untried
                        ? "No connection to " + broker + " can be made: "
                        : "The broker at " + broker + " cannot be reached: ")
                + sentence(failure);
    }

    /** A few words without a class name or a stack. */
    static String sentence(Throwable failure) {
        Optional<String> tls = TlsFailure.sentence(failure);
        if (tls.isPresent()) {
            return tls.get();
        }
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
        // Netty repeats the address, which our sentences name anyway.
        return message.replaceFirst(": \\S*/\\S+:\\d+$", "");
    }
}
