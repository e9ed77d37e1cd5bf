package org.sluice.config.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file (RFC 7468); text around them, such as OpenSSL writes, is a comment. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    /** OpenSSL's old way to encrypt a key has headers before the content, and a blank line after them. */
    private static final Pattern HEADERS = Pattern.compile("\\s*(?:[A-Za-z-]+:[^\\n]*\\n)+");

    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");

    /** @param label what the block is, {@code PRIVATE KEY} for example */
    record Block(String label, boolean hasHeaders, byte[] content) {}

    private Pem() {}

    static List<Block> blocks(Path file) throws CertificateFileException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text(file));
        while (matcher.find()) {
            String body = matcher.group(2);
            Matcher headers = HEADERS.matcher(body);
            boolean hasHeaders = headers.lookingAt();
            String content = (hasHeaders ? body.substring(headers.end()) : body).replaceAll("\\s", "");
            try {
                blocks.add(new Block(
                        matcher.group(1), hasHeaders, Base64.getDecoder().decode(content)));
            } catch (IllegalArgumentException e) {
                throw new CertificateFileException(
                        file + " is damaged: what stands behind BEGIN " + matcher.group(1) + " is not base64", e);
            }
        }
        return blocks;
    }

    /** The certificates of a file, in its order, other blocks left out. */
    static List<X509Certificate> certificates(Path file) throws CertificateFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (CERTIFICATES.contains(block.label())) {
                certificates.add(certificate(block, file));
            }
        }
        return certificates;
    }

    private static X509Certificate certificate(Block block, Path file) throws CertificateFileException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content()));
        } catch (CertificateException e) {
            throw new CertificateFileException(file + " holds a damaged certificate (" + e.getMessage() + ")", e);
        }
    }

    private static String text(Path file) throws CertificateFileException {
        try {
            // Comments may be in any character set; PEM itself is ASCII.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new CertificateFileException(file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new CertificateFileException(
                    file + " may not be read by the user " + System.getProperty("user.name") + " (permission denied)",
                    e);
        } catch (IOException e) {
            throw new CertificateFileException(file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
