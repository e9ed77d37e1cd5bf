package org.sluice.config.identity;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.sluice.config.identity.RelativeName.Attribute;

/** {@code CN=Jane Doe,O=CTA,DC=org}: holder first. Read by Java's own parser, written as RabbitMQ writes it. */
final class Rfc4514 {

    private static final String ALWAYS_ESCAPED = "\"+,;<>\\";

    /** What a value can be in BER, as {@code #0C0141} writes it; by tag (X.680). */
    private static final Map<Integer, Charset> TEXTS = Map.of(
            0x0C, StandardCharsets.UTF_8,
            0x13, StandardCharsets.US_ASCII,
            0x14, StandardCharsets.ISO_8859_1,
            0x16, StandardCharsets.US_ASCII,
            0x1C, Charset.forName("UTF-32BE"),
            0x1E, StandardCharsets.UTF_16BE);

    private Rfc4514() {}

    static List<RelativeName> parse(String text) {
        try {
            LdapName name = new LdapName(text);
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a DN without any attribute");
            }
            // Java counts from the root, too.
            List<RelativeName> steps = new ArrayList<>();
            for (Rdn rdn : name.getRdns()) {
                steps.add(new RelativeName(attributes(rdn)));
            }
            return steps;
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a DN, /DC=org/CN=Jane Doe or CN=Jane Doe,DC=org for example ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    static String write(List<RelativeName> steps) {
        List<String> written = new ArrayList<>();
        for (RelativeName step : steps) {
            written.add(step.attributes().stream()
                    .map(attribute -> attribute.type().rabbitMqName() + "=" + escaped(attribute.value()))
                    .collect(Collectors.joining("+")));
        }
        Collections.reverse(written);
        return String.join(",", written);
    }

    private static List<Attribute> attributes(Rdn rdn) {
        List<Attribute> attributes = new ArrayList<>();
        try {
            Attributes all = rdn.toAttributes();
            NamingEnumeration<? extends javax.naming.directory.Attribute> types = all.getAll();
            while (types.hasMore()) {
                javax.naming.directory.Attribute attribute = types.next();
                AttributeType type = AttributeType.of(attribute.getID())
                        .orElseThrow(() -> new IllegalArgumentException("the type of attribute '" + attribute.getID()
                                + "' in a DN is not known here: write its number, 1.2.3.4 for example"));
                NamingEnumeration<?> values = attribute.getAll();
                while (values.hasMore()) {
                    attributes.add(new Attribute(type, text(values.next())));
                }
            }
        } catch (NamingException e) {
            throw new IllegalArgumentException("'" + rdn + "' cannot be read: " + e.getMessage(), e);
        }
        return attributes;
    }

    /** Java gives text as text, and BER as bytes. */
    private static String text(Object value) {
        if (value instanceof byte[] ber) {
            Charset charset = ber.length < 2 ? null : TEXTS.get((int) ber[0]);
            int header = ber.length > 1 && ber[1] < 0 ? 2 + (ber[1] & 0x7F) : 2;
            if (charset == null || header > ber.length) {
                throw new IllegalArgumentException("an attribute of a DN is not text");
            }
            return new String(ber, header, ber.length - header, charset);
        }
        return String.valueOf(value);
    }

    private static String escaped(String value) {
        byte[] octets = value.getBytes(StandardCharsets.UTF_8);
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < octets.length; i++) {
            char octet = (char) (octets[i] & 0xFF);
            boolean first = i == 0 && (octet == ' ' || octet == '#');
            boolean last = i == octets.length - 1 && octet == ' ';
            if (first || last || ALWAYS_ESCAPED.indexOf(octet) >= 0) {
                written.append('\\').append(octet);
            } else if (octet < ' ' || octet >= '~') {
                written.append(String.format("\\%02X", (int) octet));
            } else {
                written.append(octet);
            }
        }
        return written.toString();
    }
}
