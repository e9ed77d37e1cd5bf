package org.sluice.config.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whom a connection trusts, as it is in the file system at this moment.
 *
 * @param certificates at least one
 * @param leftOut why files of a directory were left out, a sentence each: one that is damaged must not keep out the others
 */
public record TrustedAuthorities(Set<X509Certificate> certificates, List<String> leftOut) {
    /** The grid's authorities stand beside their policies and revocation lists; {@code 0a1b2c3d.0} is OpenSSL's name. */
    private static final Pattern CERTIFICATE_NAMES = Pattern.compile(".*\\.pem|[0-9a-f]{8}\\.\\d+");

    public TrustedAuthorities {
        certificates = Set.copyOf(certificates);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * The certificates of a PEM file, or of a directory as {@code /etc/grid-security/certificates} is one.
     *
     * @throws CertificateFileException when there is none, or the file cannot be read
     */
    public static TrustedAuthorities read(Path location) throws CertificateFileException {
        boolean directory = Files.isDirectory(location);
        TrustedAuthorities found = directory ? ofDirectory(location) : ofFile(location);
        if (found.certificates.isEmpty()) {
            String hint = directory
                    ? "in a directory they are in files that end in .pem, or are called like 0a1b2c3d.0"
                    : "it has to be PEM, with a line -----BEGIN CERTIFICATE-----";
            throw new CertificateFileException(
                    "CALocation " + location + " holds no certificate of an authority; " + hint + found.leftOutText());
        }
        return found;
    }

    /** Completes a sentence: empty where nothing was left out. */
    public String leftOutText() {
        return leftOut.isEmpty() ? "" : " (left out: " + String.join("; ", leftOut) + ")";
    }

    private static TrustedAuthorities ofFile(Path file) throws CertificateFileException {
        try {
            return new TrustedAuthorities(new LinkedHashSet<>(Pem.certificates(file)), List.of());
        } catch (CertificateFileException e) {
            throw new CertificateFileException("CALocation " + e.getMessage(), e);
        }
    }

    private static TrustedAuthorities ofDirectory(Path directory) throws CertificateFileException {
        Set<X509Certificate> all = new LinkedHashSet<>();
        List<String> leftOut = new ArrayList<>();
        for (Path file : files(directory)) {
            try {
                all.addAll(Pem.certificates(file));
            } catch (CertificateFileException e) {
                leftOut.add(String.valueOf(e.getMessage()));
            }
        }
        return new TrustedAuthorities(all, leftOut);
    }

    private static List<Path> files(Path directory) throws CertificateFileException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> CERTIFICATE_NAMES
                            .matcher(file.getFileName().toString())
                            .matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CertificateFileException(
                    "CALocation " + directory + " cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
