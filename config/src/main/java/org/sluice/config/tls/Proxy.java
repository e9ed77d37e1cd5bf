package org.sluice.config.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.sluice.config.identity.DistinguishedName;

/** Certificates that users of the grid make of their own, to hand their rights on for some hours. */
final class Proxy {
    /** The extension proxyCertInfo of RFC 3820, and the one that Globus had before there was an RFC. */
    private static final Set<String> PROXY_CERT_INFO = Set.of("1.3.6.1.5.5.7.1.14", "1.3.6.1.4.1.3536.1.222");
    /** The oldest kind has no extension: it adds one of these names to that of its issuer. */
    private static final List<String> LEGACY = List.of("CN=proxy,", "CN=limited proxy,");

    private Proxy() {}

    static boolean isProxy(X509Certificate certificate) {
        return PROXY_CERT_INFO.stream().anyMatch(oid -> certificate.getExtensionValue(oid) != null)
                || isLegacy(certificate);
    }

    private static boolean isLegacy(X509Certificate certificate) {
        String issuer = text(certificate.getIssuerX500Principal());
        String subject = text(certificate.getSubjectX500Principal());
        return LEGACY.stream().anyMatch(name -> subject.equals(name + issuer));
    }

    private static String text(X500Principal name) {
        return name.getName(X500Principal.RFC2253);
    }

    /** The end entity: a proxy may be the proxy of a proxy, and a file has all of them. */
    static DistinguishedName owner(List<X509Certificate> chain) {
        X509Certificate last = chain.get(0);
        for (X509Certificate certificate : chain) {
            if (!isProxy(certificate)) {
                break;
            }
            last = certificate;
        }
        return DistinguishedName.of(last.getIssuerX500Principal());
    }
}
