package org.sluice.routes.mq;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.sluice.config.mq.MqTls;

/** TLS from PEM files. */
public final class TlsContext {
    private TlsContext() {}

    /**
     * What to connect by.
     *
     * @throws MqUnavailableException when a file cannot be read or is not PEM, naming it: it may be about to be renewed
     */
    public static SSLContext of(MqTls tls) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            if (tls.version().startsWith("TLSv")) {
                builder.protocols(tls.version());
            }
            if (tls.hostCertificate().isPresent() && tls.hostKey().isPresent()) {
                builder.keyManager(
                        tls.hostCertificate().get().toFile(),
                        tls.hostKey().get().toFile());
            }
            if (tls.caLocation().isPresent()) {
                builder.trustManager(
                        new ByteArrayInputStream(trusted(tls.caLocation().get())));
            }
            return ((JdkSslContext) builder.build()).context();
        } catch (IllegalArgumentException | IOException e) {
            throw new MqUnavailableException(
                    "The certificates for TLS cannot be used (" + e.getMessage() + "): certificate "
                            + tls.hostCertificate() + ", key " + tls.hostKey() + ", trusted " + tls.caLocation()
                            + ". They have to be readable PEM files, the key in PKCS #8.",
                    e);
        }
    }

    private static byte[] trusted(Path location) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : files(location)) {
            all.write(Files.readAllBytes(file));
            all.write('\n');
        }
        return all.toByteArray();
    }

    /** In a directory of the grid's authorities the certificates end on .pem, beside policies and revocation lists. */
    private static List<Path> files(Path location) throws IOException {
        if (!Files.isDirectory(location)) {
            return List.of(location);
        }
        try (Stream<Path> files = Files.list(location)) {
            List<Path> pem = files.filter(file -> file.toString().endsWith(".pem"))
                    .sorted()
                    .toList();
            if (pem.isEmpty()) {
                throw new SSLException("no .pem file in " + location);
            }
            return pem;
        }
    }
}
