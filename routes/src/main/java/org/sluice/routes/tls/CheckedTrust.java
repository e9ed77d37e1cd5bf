package org.sluice.routes.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.sluice.config.tls.TrustedAuthorities;

/** Java's own verification; what it refuses is told so that a person knows which certificate, and what is wrong with it. */
final class CheckedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager java;
    private final String whom;

    private CheckedTrust(X509ExtendedTrustManager java, String whom) {
        this.java = java;
        this.whom = whom;
    }

    static CheckedTrust of(Path location, TrustedAuthorities authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate certificate : authorities.certificates()) {
                store.setCertificateEntry("trusted" + store.size(), certificate);
            }
            String whom = "CALocation " + location + " holds "
                    + authorities.certificates().size() + " and it is none of them" + authorities.leftOutText();
            return new CheckedTrust(java(store), whom);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("an empty key store takes certificates", e);
        }
    }

    /** The authorities that Java brings along. */
    static CheckedTrust ofJava() {
        try {
            return new CheckedTrust(java(null), "without CALocation those that Java brings along are");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java cannot read its own trusted certificates", e);
        }
    }

    private static X509ExtendedTrustManager java(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        try {
            java.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            SSLSession session = socket instanceof SSLSocket encrypted ? encrypted.getHandshakeSession() : null;
            throw refused(chain, authType, session, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            java.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw refused(chain, authType, engine.getHandshakeSession(), e);
        }
    }

    private RefusedCertificateException refused(
            X509Certificate[] chain, String authType, @Nullable SSLSession session, CertificateException reason) {
        ServerChain server = new ServerChain(chain);
        String sentence = server.outOfDate()
                .or(() -> isByTrusted(chain, authType) ? server.forAnother(host(session)) : Optional.empty())
                .orElseGet(() -> server.untrusted(whom, reason));
        return new RefusedCertificateException(sentence, reason);
    }

    /** Whether it is the name alone that is wrong. */
    private boolean isByTrusted(X509Certificate[] chain, String authType) {
        try {
            java.checkServerTrusted(chain, authType);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static String host(@Nullable SSLSession session) {
        return session == null || session.getPeerHost() == null ? "the host asked for" : session.getPeerHost();
    }

    /** Without socket or engine nobody could check the host. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the certificate's host name is not checked in this way");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw clientsOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw clientsOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw clientsOnly();
    }

    private static CertificateException clientsOnly() {
        return new CertificateException("this is for clients, and trusts none");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return java.getAcceptedIssuers();
    }
}
