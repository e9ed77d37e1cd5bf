package org.sluice.routes.tls;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;
import org.sluice.config.identity.DistinguishedName;

/** What a broker showed us, and what is wrong with it. */
final class ServerChain {
    /** Kinds of alternative names by which hosts are called (RFC 5280): DNS name and IP address. */
    private static final Set<Integer> HOST_NAMES = Set.of(2, 7);

    private final List<X509Certificate> chain;

    ServerChain(X509Certificate[] chain) {
        this.chain = List.of(chain);
    }

    /** Whether one of the chain has expired or not begun. */
    Optional<String> outOfDate() {
        Date now = new Date();
        for (X509Certificate certificate : chain) {
            Instant end = certificate.getNotAfter().toInstant();
            Instant begin = certificate.getNotBefore().toInstant();
            if (now.after(certificate.getNotAfter())) {
                return Optional.of(
                        what(certificate) + " expired on " + end + ": whoever runs the broker has to renew it");
            }
            if (now.before(certificate.getNotBefore())) {
                return Optional.of(
                        what(certificate) + " is not valid before " + begin + ": is this machine's clock right?");
            }
        }
        return Optional.empty();
    }

    /** What to say where the authority is trusted, and the name is wrong. */
    Optional<String> forAnother(String wanted) {
        List<String> names = names(chain.get(0));
        return Optional.of(what(chain.get(0)) + " is not for " + wanted + " but for " + String.join(", ", names)
                + ": is Host the broker's name as it is in its certificate?");
    }

    /** What to say where Java finds no way from the certificate to an authority. */
    String untrusted(String whom, CertificateException reason) {
        String issuer = name(chain.get(chain.size() - 1).getIssuerX500Principal());
        if (String.valueOf(reason.getMessage()).contains("unable to find valid certification path")) {
            return what(chain.get(0)) + " is by an authority that is not trusted, " + issuer + ": " + whom;
        }
        return what(chain.get(0)) + " cannot be verified (" + reason.getMessage() + ")";
    }

    private String what(X509Certificate certificate) {
        String whose = certificate.equals(chain.get(0)) ? "the broker's certificate" : "an authority's certificate";
        return whose + " (" + name(certificate.getSubjectX500Principal()) + ")";
    }

    private static String name(X500Principal principal) {
        try {
            return DistinguishedName.of(principal).toString();
        } catch (IllegalArgumentException noText) {
            return principal.getName();
        }
    }

    /** The alternative names; the common name counts only where there are none. */
    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternative = certificate.getSubjectAlternativeNames();
            if (alternative != null) {
                alternative.stream()
                        .filter(name -> HOST_NAMES.contains(name.get(0)))
                        .forEach(name -> names.add(String.valueOf(name.get(1))));
            }
        } catch (CertificateParsingException e) {
            return List.of("names that cannot be read (" + e.getMessage() + ")");
        }
        return names.isEmpty() ? commonNames(certificate).toList() : names;
    }

    private static Stream<String> commonNames(X509Certificate certificate) {
        try {
            LdapName name = new LdapName(certificate.getSubjectX500Principal().getName());
            return name.getRdns().stream()
                    .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                    .map(rdn -> Objects.toString(rdn.getValue()));
        } catch (InvalidNameException e) {
            return Stream.of(certificate.getSubjectX500Principal().getName());
        }
    }
}
