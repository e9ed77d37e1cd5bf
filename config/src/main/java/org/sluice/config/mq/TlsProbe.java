package org.sluice.config.mq;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.tls.CertificateFileException;
import org.sluice.config.tls.HostCertificate;
import org.sluice.config.tls.TrustedAuthorities;

/**
 * Tries the files of an encrypted connection. One that is not there, or not ours to read, is no mistake of the configuration:
 * it may be checked on another machine than the one that it is for, or by another user.
 */
record TlsProbe(MqTls tls) {

    /** What is wrong, a sentence by the option that names the file. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        readable(tls.hostCertificate())
                .ifPresent(file -> attempt("HostCertificate", problems, () -> {
                    HostCertificate certificate = HostCertificate.read(file, Instant.now());
                    readable(tls.hostKey()).ifPresent(key -> attempt("HostKey", problems, () -> certificate.key(key)));
                }));
        readable(tls.caLocation())
                .ifPresent(place -> attempt("CALocation", problems, () -> TrustedAuthorities.read(place)));
        return problems;
    }

    private static Optional<Path> readable(Optional<Path> file) {
        return file.filter(Files::isReadable);
    }

    private static void attempt(String option, Map<String, String> problems, Attempt attempt) {
        try {
            attempt.run();
        } catch (CertificateFileException e) {
            problems.put(option, String.valueOf(e.getMessage()));
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws CertificateFileException;
    }
}
