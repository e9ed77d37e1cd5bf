package org.sluice.routes.tls;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.sluice.config.tls.CertificateFileException;

/** Says in a sentence why no encrypted connection came about. */
public final class TlsFailure {
    /** How every sentence begins. */
    public static final String PREFIX = "TLS: ";
    /** In every sentence that tells of an alert by the broker, which is about our own certificate most often. */
    public static final String BY_ALERT = "the broker ended the handshake with the alert";

    private static final String OURS = "our certificate";

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /** The other side's last words (RFC 8446), as far as they mean the same in every server. */
    private static final Map<String, String> ALERTS = Map.of(
            "unknown_ca", "it does not know the authority of " + OURS,
            "bad_certificate", "it cannot accept " + OURS,
            "unsupported_certificate", "it does not accept " + OURS + " for this purpose",
            "certificate_unknown", "it does not accept " + OURS,
            "certificate_expired", "it holds that " + OURS + " has expired: are the clocks of both machines right?",
            "certificate_revoked", "it says that " + OURS + " is revoked",
            "access_denied", "it does not let the holder of " + OURS + " in",
            "certificate_required", "it wants a certificate of ours: give HostCertificate and HostKey",
            "protocol_version", "it does not speak that version of TLS: give SSLVersion = TLS",
            "handshake_failure",
                    "both sides have no cipher in common, or it wants " + OURS
                            + " (HostCertificate, HostKey) and did not get it");

    /** How Java and Netty tell of what was no handshake. */
    private static final List<String> NO_TLS = List.of(
            "NotSslRecordException",
            "Unsupported or unrecognized SSL message",
            "terminated the handshake",
            "Connection closed while SSL/TLS handshake",
            "ClosedChannelException");

    private TlsFailure() {}

    /** The sentence, without a full stop, beginning with {@link #PREFIX}; empty where the failure has nothing to do with TLS. */
    public static Optional<String> sentence(Throwable failure) {
        List<Throwable> chain = chain(failure);
        if (chain.stream()
                .noneMatch(cause -> cause instanceof SSLException || cause instanceof CertificateFileException)) {
            return Optional.empty();
        }
        return explanation(chain).or(() -> Optional.of(root(chain))).map(text -> PREFIX + text);
    }

    /** Whether a connection that had come about ended without a reason that could be told. */
    public static boolean isSilent(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return chain.stream().anyMatch(TlsFailure::isEnd) && explanation(chain).isEmpty();
    }

    private static boolean isEnd(Throwable cause) {
        return cause instanceof SSLException
                || cause instanceof EOFException
                || (cause instanceof SocketException
                        && !(cause instanceof ConnectException || cause instanceof NoRouteToHostException));
    }

    private static Optional<String> explanation(List<Throwable> chain) {
        return Stream.<Optional<String>>of(speaking(chain), alert(chain), javas(chain), noTls(chain))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static List<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    }

    private static Optional<String> speaking(List<Throwable> chain) {
        return chain.stream()
                .filter(cause ->
                        cause instanceof RefusedCertificateException || cause instanceof CertificateFileException)
                .map(cause -> String.valueOf(cause.getMessage()))
                .findFirst();
    }

    private static Optional<String> alert(List<Throwable> chain) {
        return chain.stream()
                .filter(SSLException.class::isInstance)
                .map(cause -> ALERT.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .map(alert -> BY_ALERT + " " + alert + ", "
                        + ALERTS.getOrDefault(alert, "for a reason that only its own log may tell"))
                .findFirst();
    }

    /** Where Java's own trust manager refused the broker's certificate. */
    private static Optional<String> javas(List<Throwable> chain) {
        return chain.stream()
                .filter(CertificateException.class::isInstance)
                .reduce((outer, inner) -> inner)
                .map(cause -> "the broker's certificate " + verdict(cause) + " (" + root(chain) + ")");
    }

    private static String verdict(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof CertificateExpiredException) {
            return "has expired";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "is not valid yet: is this machine's clock right?";
        }
        if (message.contains("certification path")) {
            return "is by an authority that is not trusted";
        }
        if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
            return "is for another host";
        }
        return "cannot be verified";
    }

    /** The other side answered in clear, or ended the connection where it should have answered. */
    private static Optional<String> noTls(List<Throwable> chain) {
        return chain.stream()
                .filter(cause -> cause instanceof SSLException || cause instanceof ClosedChannelException)
                .map(cause -> cause.getClass().getSimpleName() + ": " + cause.getMessage())
                .filter(text -> NO_TLS.stream().anyMatch(text::contains))
                .map(text ->
                        "what listens there does not speak TLS, it seems: is Port that of the encrypted connections?")
                .findFirst();
    }

    private static String root(List<Throwable> chain) {
        Throwable root = chain.get(chain.size() - 1);
        String message = root.getMessage();
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    }
}
