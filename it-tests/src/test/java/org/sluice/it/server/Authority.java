package org.sluice.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A certificate authority for tests, made by {@code openssl}; everything is PEM, keys are PKCS #8. */
public final class Authority {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final AtomicInteger SERIALS = new AtomicInteger(1000);
    private static final String END_ENTITY =
            "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n";

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
        return server("server", "IP:127.0.0.1,DNS:localhost");
    }

    /** A certificate for a server of these names, {@code IP:127.0.0.1,DNS:localhost} for example. */
    public Credential server(String name, String alternativeNames) {
        return issue(name, "/O=Tests/CN=localhost", END_ENTITY + "subjectAltName=" + alternativeNames + "\n");
    }

    /** A certificate for a client; the subject is in OpenSSL's slash form, with plus for further attributes. */
    public Credential client(String name, String subject) {
        return issue(name, subject, END_ENTITY);
    }

    /**
     * A certificate for client and for server at 127.0.0.1.
     *
     * @param begin and {@code end}, as {@code 20200101000000Z}
     */
    public Credential validBetween(String begin, String end, String name, String subject) {
        Path request = request(name, subject);
        write(
                "ca.cnf",
                """
                [ca]
                default_ca = tests
                [tests]
                database = index.txt
                new_certs_dir = .
                rand_serial = yes
                default_md = sha256
                policy = policy
                [policy]
                organizationName = supplied
                commonName = supplied
                """);
        write("index.txt", "");
        write(name + ".ext", END_ENTITY + "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
        openssl(("ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -startdate " + begin + " -enddate "
                        + end + " -extfile " + name + ".ext -in " + request + " -out " + name + ".pem")
                .split(" "));
        return credential(name);
    }

    /** The kinds of proxies, by what makes them one: a name, and an extension. */
    public enum ProxyKind {
        RFC_3820("12345", "proxyCertInfo=critical,language:id-ppl-inheritAll"),
        GLOBUS("67890", "1.3.6.1.4.1.3536.1.222=critical,ASN1:UTF8String:any"),
        LEGACY("proxy", "");

        private final String commonName;
        private final String extension;

        ProxyKind(String commonName, String extension) {
            this.commonName = commonName;
            this.extension = extension;
        }
    }

    /**
     * What a client makes of its own certificate, in the form in which the grid's tools write it: one file of certificate,
     * key and chain.
     *
     * @param subject that of the client, in OpenSSL's slash form
     */
    public Credential proxy(Credential client, String subject, ProxyKind kind) {
        String name = kind.name().toLowerCase(Locale.ROOT) + "-proxy-of-"
                + client.certificate().getFileName();
        request(name, subject + "/CN=" + kind.commonName);
        write(name + ".ext", "keyUsage=critical,digitalSignature\n" + kind.extension + "\n");
        sign(name, client);
        Credential alone = credential(name);
        String all = read(alone.certificate()) + read(alone.key()) + read(client.certificate());
        Path file = write(name + ".x509up", all);
        return new Credential(file, file);
    }

    private Credential issue(String name, String subject, String extensions) {
        request(name, subject);
        write(name + ".ext", extensions);
        sign(name, new Credential(certificate(), folder.resolve("ca.key")));
        return credential(name);
    }

    private Path request(String name, String subject) {
        Path request = folder.resolve(name + ".csr");
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                request.toString(),
                "-utf8",
                "-multivalue-rdn",
                "-subj",
                subject);
        return request;
    }

    private void sign(String name, Credential issuer) {
        openssl(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                issuer.certificate().toString(),
                "-CAkey",
                issuer.key().toString(),
                "-set_serial",
                Integer.toString(SERIALS.incrementAndGet()),
                "-days",
                "2",
                "-extfile",
                name + ".ext",
                "-out",
                name + ".pem");
    }

    private Credential credential(String name) {
        return new Credential(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        ServerProcess.run(command, Map.of(), folder, LIMIT);
    }
}
