package org.sluice.routes.mq;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.config.mq.MqHost;
import org.sluice.config.mq.MqService;
import org.sluice.config.mq.MqTls;
import org.sluice.config.tls.CertificateFileException;
import org.sluice.config.tls.HostCertificate;
import org.sluice.routes.tls.TlsFailure;

/** Says in a sentence why a broker cannot be used. */
final class BrokerFailure {
    /** RabbitMQ's words for who may not log in, or not enter the virtual host. */
    private static final List<String> REFUSALS =
            List.of("ACCESS_REFUSED", "NOT_ALLOWED", "Access refused", "Bad CONNECT");

    private BrokerFailure() {}

    static String sentence(MqService service, Throwable cause) {
        return sentence(service, TlsFailure.sentence(cause).orElseGet(() -> reason(cause)));
    }

    static String sentence(MqService service, String reason) {
        return ("The broker of service " + service.name() + " at " + hosts(service) + " cannot be used (" + reason
                        + "). " + advice(service, reason))
                .strip();
    }

    private static String advice(MqService service, String reason) {
        if (isRefusal(reason)) {
            return ownCertificate(service)
                    .filter(own -> service.user().isEmpty())
                    .map(BrokerFailure::unknownUser)
                    .orElse("Check User, Password and VHost of that service, and the user's permissions.");
        }
        if (reason.contains("No compatible authentication mechanism")) {
            return "The broker does not take the way in which we log in, which is by "
                    + (service.user().isPresent()
                            ? "User and Password: where it wants certificates, give HostCertificate and HostKey instead."
                            : "certificate: it needs the plugin rabbitmq_auth_mechanism_ssl and EXTERNAL among its"
                                    + " auth_mechanisms, as sluice rabbitmq install writes them.");
        }
        if (reason.contains(TlsFailure.PREFIX)) {
            // The reason says what to do; what it does not know is which certificate the broker saw.
            return reason.contains(TlsFailure.BY_ALERT)
                    ? ownCertificate(service).map(BrokerFailure::shown).orElse("")
                    : "";
        }
        if (reason.contains("PRECONDITION_FAILED") || reason.contains("inequivalent")) {
            return "The queue exists with other arguments: give Type = quorum, or its STOMP Address, to that queue of "
                    + service.name() + " in the configuration.";
        }
        return "Check that it runs, and that Host and Port of that service are right."
                + ownCertificate(service)
                        .map(own -> " Or it does not accept our certificate: its log tells. " + shown(own))
                        .orElse("");
    }

    private static boolean isRefusal(String reason) {
        return REFUSALS.stream().anyMatch(reason::contains);
    }

    private static String unknownUser(HostCertificate own) {
        return "The broker has to know the holder of our certificate " + own + " as user '"
                + own.subject().rabbitMqUser() + "', with permissions in VHost: run sluice rabbitmq sync, or sluice"
                + " rabbitmq user add and permission set.";
    }

    private static String shown(HostCertificate own) {
        return "Our certificate is " + own + ", issued by " + own.issuer() + ".";
    }

    /** As it is now; empty where there is none, or none that can be used, which another sentence tells. */
    private static Optional<HostCertificate> ownCertificate(MqService service) {
        Optional<MqTls> tls = service.tls();
        if (tls.isEmpty() || tls.get().hostCertificate().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(HostCertificate.read(tls.get().hostCertificate().get(), Instant.now()));
        } catch (CertificateFileException e) {
            return Optional.empty();
        }
    }

    private static String hosts(MqService service) {
        return service.hosts().stream().map(MqHost::toString).collect(Collectors.joining(", "));
    }

    /** The innermost message: libraries wrap the one that says something in several that do not. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    }
}
