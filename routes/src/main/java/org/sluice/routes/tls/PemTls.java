package org.sluice.routes.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.sluice.config.mq.MqTls;

/**
 * Camel's option {@code sslContextParameters} from PEM files, as the grid has them, instead of Java's key stores: a bean for
 * routes, with the properties that the configuration of a message queue service has. The files are read with every connection.
 * Not to be changed once it is in use.
 */
public final class PemTls extends SSLContextParameters implements TlsSource {
    private String version = "TLS";
    private Optional<Path> hostCertificate = Optional.empty();
    private Optional<Path> hostKey = Optional.empty();
    private Optional<Path> caLocation = Optional.empty();

    /** {@code TLSv1.2}, {@code TLSv1.3}, or {@code TLS} for the best that both sides know, which is the default. */
    public void setVersion(String version) {
        this.version = version;
    }

    /** Our own certificate. */
    public void setHostCertificate(String file) {
        this.hostCertificate = Optional.of(Path.of(file));
    }

    /** Its key. */
    public void setHostKey(String file) {
        this.hostKey = Optional.of(Path.of(file));
    }

    /** Whom to trust, a file or a directory; without it Java's own authorities. */
    public void setCaLocation(String location) {
        this.caLocation = Optional.of(Path.of(location));
    }

    @Override
    public TlsContext context() throws IOException {
        if (hostCertificate.isPresent() != hostKey.isPresent()) {
            throw new IOException("hostCertificate and hostKey need each other");
        }
        return TlsContext.of(new MqTls(version, hostCertificate, hostKey, caLocation));
    }

    @Override
    public SSLContext createSSLContext(CamelContext camelContext) throws GeneralSecurityException, IOException {
        return context().context();
    }
}
