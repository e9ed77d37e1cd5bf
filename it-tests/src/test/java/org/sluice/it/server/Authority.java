package org.sluice.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A certificate authority for tests, made by {@code openssl}; everything is PEM, keys are PKCS #8. */
public final class Authority {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;

    private Authority(Path folder) {
        this.folder = folder;
    }

    /** A certificate and its key. */
    public record Credential(Path certificate, Path key) {}

    /** Makes an authority with its files in that folder. */
    public static Authority create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Authority authority = new Authority(folder.toAbsolutePath());
        authority.openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "2",
                "-subj",
                "/O=Tests/CN=Authority " + folder.getFileName());
        return authority;
    }

    /** The authority's own certificate. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** A certificate for a server at 127.0.0.1. */
    public Credential server() {
        return issue("server", "/O=Tests/CN=localhost", "2", "subjectAltName=IP:127.0.0.1,DNS:localhost");
    }

    /** A certificate for a client; the subject is in OpenSSL's slash form, with plus for further attributes. */
    public Credential client(String name, String subject) {
        return issue(name, subject, "2", "");
    }

    private Credential issue(String name, String subject, String days, String extension) {
        String key = name + ".key";
        String request = name + ".csr";
        String certificate = name + ".pem";
        try {
            Files.writeString(
                    folder.resolve(name + ".ext"),
                    "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n"
                            + extension + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout",
                key,
                "-out",
                request,
                "-utf8",
                "-multivalue-rdn",
                "-subj",
                subject);
        openssl(
                "x509",
                "-req",
                "-in",
                request,
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                days,
                "-extfile",
                name + ".ext",
                "-out",
                certificate);
        return new Credential(folder.resolve(certificate), folder.resolve(key));
    }

    private void openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        ServerProcess.run(command, Map.of(), folder, LIMIT);
    }
}
