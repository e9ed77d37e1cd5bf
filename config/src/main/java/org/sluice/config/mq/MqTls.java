package org.sluice.config.mq;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a connection is encrypted. The broker's certificate and host name are always verified.
 *
 * @param version {@code TLSv1.2}, {@code TLSv1.3}, or {@code TLS} for the best that both sides know
 * @param hostCertificate the client's own certificate, PEM; present if and only if the key is
 * @param hostKey its key, PEM
 * @param caLocation the certificates that are trusted, a PEM file or a directory of them; Java's own where absent
 */
public record MqTls(
        String version, Optional<Path> hostCertificate, Optional<Path> hostKey, Optional<Path> caLocation) {}
