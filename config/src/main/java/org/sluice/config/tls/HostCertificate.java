package org.sluice.config.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.sluice.config.identity.DistinguishedName;

/**
 * The certificate by which we say who we are, as it is in its file at this moment. That it was read means that it can be
 * used now: it is no proxy, has begun and has not expired. Immutable.
 */
public final class HostCertificate {
    private static final String INSTEAD =
            "RabbitMQ refuses proxies; give HostCertificate and HostKey the certificate and key that the proxy was made"
                    + " from, or take both away and give User and Password (or a token as the Password)";

    private final Path file;
    private final List<X509Certificate> chain;
    private final DistinguishedName subject;
    private final DistinguishedName issuer;

    private HostCertificate(Path file, List<X509Certificate> chain) throws CertificateFileException {
        this.file = file;
        this.chain = List.copyOf(chain);
        try {
            this.subject = DistinguishedName.of(chain.get(0).getSubjectX500Principal());
            this.issuer = DistinguishedName.of(chain.get(0).getIssuerX500Principal());
        } catch (IllegalArgumentException e) {
            throw new CertificateFileException(
                    file + " names nobody by whom a broker could know us (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Reads a PEM file: the certificate first, then those of the authorities between it and one that the broker knows.
     *
     * @throws CertificateFileException when it cannot be read, holds no certificate, is a proxy (RFC 3820 or Globus), has
     *     expired or has not begun
     */
    public static HostCertificate read(Path file, Instant now) throws CertificateFileException {
        List<X509Certificate> chain = Pem.certificates(file);
        if (chain.isEmpty()) {
            throw new CertificateFileException(
                    file + " holds no certificate; it has to be PEM, with a line -----BEGIN CERTIFICATE-----");
        }
        HostCertificate read = new HostCertificate(file, chain);
        if (Proxy.isProxy(chain.get(0))) {
            throw new CertificateFileException(
                    file + " is a proxy certificate of " + Proxy.owner(chain) + ": " + INSTEAD);
        }
        read.requireValid(now);
        return read;
    }

    private void requireValid(Instant now) throws CertificateFileException {
        Instant begin = chain.get(0).getNotBefore().toInstant();
        Instant end = chain.get(0).getNotAfter().toInstant();
        if (now.isAfter(end)) {
            throw new CertificateFileException("our certificate " + this + " expired on " + end + ": renew it");
        }
        if (now.isBefore(begin)) {
            throw new CertificateFileException(
                    "our certificate " + this + " is not valid before " + begin + ": is this machine's clock right?");
        }
    }

    /**
     * Its private key.
     *
     * @throws CertificateFileException when the file cannot be read, or holds no key, another one, or one that is encrypted
     */
    public PrivateKey key(Path keyFile) throws CertificateFileException {
        PrivateKey key = Key.read(keyFile);
        if (!Key.belongTogether(key, chain.get(0).getPublicKey())) {
            throw new CertificateFileException("the key " + keyFile + " is not that of our certificate " + this
                    + ": HostCertificate and HostKey have to be a pair");
        }
        return key;
    }

    /** The certificate and those behind it, in the order of the file. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** Whom the certificate names. */
    public DistinguishedName subject() {
        return subject;
    }

    /** Who says so. */
    public DistinguishedName issuer() {
        return issuer;
    }

    /** File and holder. */
    @Override
    public String toString() {
        return file + " (" + subject + ")";
    }
}
