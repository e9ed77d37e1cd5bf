package org.sluice.config.identity;

import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * The name that a certificate gives to its holder. The slash form, which OpenSSL and DIRAC write
 * ({@code /DC=org/O=CTA/CN=Jane Doe}), and that of RFC 4514, which RabbitMQ writes ({@code CN=Jane Doe,O=CTA,DC=org}),
 * denote the same person if and only if the parsed names are equal.
 *
 * <p>Names of types are the same in any letter case and under any of their aliases; values are compared letter by
 * letter, as DIRAC and RabbitMQ do. Immutable.
 */
public final class DistinguishedName {

    /** From the root, {@code DC=org}, to the holder. */
    private final List<RelativeName> steps;

    DistinguishedName(List<RelativeName> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * Reads either form: text that begins with a slash is in the slash form.
     *
     * <p>In the slash form a slash (or, for further attributes of the same step, a plus) separates only where a type
     * and {@code =} follow, so that {@code /CN=host/se.example.org} has one step; {@code \xC3\xA9} stands for bytes of
     * UTF-8, and {@code \/}, {@code \+} and {@code \\} for the letter behind the backslash.
     *
     * @throws IllegalArgumentException with a sentence for people, when it is neither
     */
    public static DistinguishedName parse(String text) {
        return new DistinguishedName(text.startsWith("/") ? SlashForm.parse(text) : Rfc4514.parse(text));
    }

    /** As {@link #parse}; empty when the text is in neither form. */
    public static Optional<DistinguishedName> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The subject or issuer of a certificate.
     *
     * @throws IllegalArgumentException when it has an attribute that is no text
     */
    public static DistinguishedName of(X500Principal principal) {
        return new DistinguishedName(Rfc4514.parse(principal.getName(X500Principal.RFC2253, AttributeType.names())));
    }

    /** The slash form, other than ASCII escaped as {@code \xC3\xA9}, as OpenSSL's {@code X509_NAME_oneline} does it. */
    public String slash() {
        return SlashForm.write(steps);
    }

    /**
     * The user name that RabbitMQ's {@code rabbitmq_auth_mechanism_ssl} makes of a certificate with this subject, where
     * {@code ssl_cert_login_from} is {@code distinguished_name}: RFC 4514, with every byte that is not printable ASCII,
     * and the tilde, escaped.
     */
    public String rabbitMqUser() {
        return Rfc4514.write(steps);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinguishedName that && steps.equals(that.steps);
    }

    @Override
    public int hashCode() {
        return steps.hashCode();
    }

    /** The slash form. */
    @Override
    public String toString() {
        return slash();
    }
}
