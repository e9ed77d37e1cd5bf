package org.sluice.routes.rabbitmq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.rabbitmq.http.client.HttpClientException;
import com.rabbitmq.http.client.HttpException;
import com.rabbitmq.http.client.HttpServerException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.sluice.config.mq.MqManagement;
import org.sluice.config.mq.MqService;
import org.sluice.routes.tls.TlsFailure;

/** Says why the management at an address did not do what it was asked. */
final class Refusal {
    /** An unknown host is behind a failed connection, a bad certificate behind a failed handshake. */
    private static final List<Class<? extends Throwable>> TELLING = List.of(
            UnresolvedAddressException.class,
            CertPathValidatorException.class,
            CertPathBuilderException.class,
            CertificateException.class,
            ConnectException.class,
            HttpTimeoutException.class,
            SSLException.class,
            JsonProcessingException.class);

    private static final int UNAUTHORIZED = 401;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final MqService service;
    private final String address;

    Refusal(MqService service, String address) {
        this.service = service;
        this.address = address;
    }

    /** @param what completes "RabbitMQ's management at … does not …" */
    ManagementException of(HttpException failure, String what) {
        return new ManagementException(sentence(failure, what), failure);
    }

    /** Nothing there is a management. */
    ManagementException unknown() {
        return new ManagementException(notManagement());
    }

    /** Whether nobody can be talked to there, so that another host may be tried. */
    static boolean isAway(HttpException failure) {
        return failure.getCause() instanceof IOException || failure instanceof HttpServerException;
    }

    private String sentence(HttpException failure, String what) {
        if (failure instanceof HttpClientException client) {
            return refused(client.status(), what);
        }
        if (failure instanceof HttpServerException server) {
            return "RabbitMQ's management at %s is not able to %s now (status %d): see the server's log"
                    .formatted(address, what, server.status());
        }
        Throwable cause = telling(failure);
        if (cause instanceof GeneralSecurityException) {
            return "the certificate of RabbitMQ's management at %s is not trusted (%s); CALocation of '%s' says who is"
                    .formatted(address, TlsFailure.sentence(failure).orElse(cause.getMessage()), service.name());
        }
        if (cause instanceof SSLException) {
            return "no encrypted connection to RabbitMQ's management at %s (%s); %s, and ManagementTLS whether it"
                            .formatted(address, cause.getMessage(), port())
                    + " speaks TLS";
        }
        if (cause instanceof ConnectException
                || cause instanceof UnresolvedAddressException
                || cause instanceof HttpConnectTimeoutException) {
            return "RabbitMQ's management at %s cannot be reached (%s): is the server running, with its plugin"
                            .formatted(address, reason(cause))
                    + " rabbitmq_management? " + port();
        }
        if (cause instanceof HttpTimeoutException) {
            return "RabbitMQ's management at %s did not answer in time".formatted(address);
        }
        if (cause instanceof JsonProcessingException) {
            return notManagement();
        }
        // What another protocol said may hold anything.
        String said = String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return "%s does not speak HTTP (%s), so it is no management port%s; %s"
                .formatted(address, said, clear(), port());
    }

    private String refused(int status, String what) {
        MqManagement management = service.management();
        return switch (status) {
            case UNAUTHORIZED ->
                ("RabbitMQ's management at %s does not let user '%s' %s (401): the password is wrong,"
                                + " or the user lacks the tag 'administrator'; ManagementUser and ManagementPassword of"
                                + " '%s' say who asks")
                        .formatted(address, management.user().orElse(""), what, service.name());
            case BAD_REQUEST ->
                ("RabbitMQ's management at %s does not %s (400): a name or a regular expression in it is wrong%s;"
                                + " the server's log says more")
                        .formatted(address, what, clear());
            case NOT_FOUND ->
                "RabbitMQ's management at %s cannot %s (404): something that it is about is not there"
                        .formatted(address, what);
            default -> "RabbitMQ's management at %s does not %s (status %d)".formatted(address, what, status);
        };
    }

    /** Which of the two it is cannot be told in the clear. */
    private String clear() {
        return service.management().tls()
                ? ""
                : ", or it wants TLS, which SSLVersion and ManagementTLS of '%s' turn on".formatted(service.name());
    }

    private String notManagement() {
        return "%s answers, but not as RabbitMQ's management; %s".formatted(address, port());
    }

    private String port() {
        return "ManagementPort of '%s' says where to look (usual are 15672, and 15671 with TLS)"
                .formatted(service.name());
    }

    private static String reason(Throwable cause) {
        if (cause instanceof UnresolvedAddressException) {
            return "the host is not known";
        }
        String message = cause.getMessage();
        return message == null ? "connection refused" : message;
    }

    /** Of a chain of causes the one that says most: neither the first nor the last is always it. */
    private static Throwable telling(Throwable failure) {
        List<Throwable> chain =
                Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
        return TELLING.stream()
                .flatMap(type -> chain.stream().filter(type::isInstance))
                .findFirst()
                .or(() -> Optional.ofNullable(failure.getCause()))
                .orElse(failure);
    }
}
