package org.sluice.routes.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.sluice.config.mq.MqTls;
import org.sluice.config.tls.CertificateFileException;
import org.sluice.config.tls.HostCertificate;
import org.sluice.config.tls.TrustedAuthorities;

/**
 * How a client encrypts. The other side's certificate has to be for the host that was asked for, always. Immutable and
 * thread-safe.
 *
 * @param context what sockets and engines are made by; they still have to be made {@linkplain #secure secure}
 * @param version the only version of TLS to speak; absent: the best that both sides know
 */
public record TlsContext(SSLContext context, Optional<String> version) {

    /**
     * From the files of a configuration, as they are at this moment.
     *
     * @throws CertificateFileException naming the file that cannot be used, and why: missing, damaged, expired, a proxy, a
     *     key that does not fit
     */
    public static TlsContext of(MqTls tls) throws CertificateFileException {
        KeyManager[] own = own(tls);
        TrustManager trust = trust(tls.caLocation());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[] {trust}, null);
            return new TlsContext(context, Optional.of(tls.version()).filter(version -> version.startsWith("TLSv")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java speaks TLS", e);
        }
    }

    private static KeyManager[] own(MqTls tls) throws CertificateFileException {
        if (tls.hostCertificate().isEmpty() || tls.hostKey().isEmpty()) {
            return new KeyManager[0];
        }
        HostCertificate certificate = HostCertificate.read(tls.hostCertificate().get(), Instant.now());
        return new KeyManager[] {
            new OwnKey(certificate.chain(), certificate.key(tls.hostKey().get()))
        };
    }

    private static TrustManager trust(Optional<Path> caLocation) throws CertificateFileException {
        return caLocation.isPresent()
                ? CheckedTrust.of(caLocation.get(), TrustedAuthorities.read(caLocation.get()))
                : CheckedTrust.ofJava();
    }

    /** An engine for one connection. */
    public SSLEngine engine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        secure(parameters);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Has a socket of this context check the host's name; to be called before it connects. Others are left alone. */
    public void secure(Socket socket) {
        if (socket instanceof SSLSocket encrypted) {
            SSLParameters parameters = encrypted.getSSLParameters();
            secure(parameters);
            encrypted.setSSLParameters(parameters);
        }
    }

    /**
     * Connects, shows our certificate and waits for what the other side has to say against it, without saying anything else.
     *
     * @return empty where it says nothing for so long, or cannot be reached
     */
    public Optional<IOException> verdict(String host, int port, Duration patience) {
        int limit = (int) patience.toMillis();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            secure(socket);
            socket.connect(new InetSocketAddress(host, port), limit);
            socket.setSoTimeout(limit);
            socket.startHandshake();
            socket.getInputStream().read();
            return Optional.empty();
        } catch (SSLException e) {
            return Optional.of(e);
        } catch (IOException nothingSaid) {
            return Optional.empty();
        }
    }

    private void secure(SSLParameters parameters) {
        // The certificate must be for this host, not just by an authority that we trust.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        version.ifPresent(only -> parameters.setProtocols(new String[] {only}));
    }

    /** What to hand to a library that makes its own engines. */
    public SSLParameters parameters() {
        SSLParameters parameters = context.getDefaultSSLParameters();
        secure(parameters);
        return parameters;
    }
}
