package org.sluice.config.identity;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A type of attribute in a distinguished name, such as {@code CN}.
 *
 * @param oid dotted decimal
 * @param rabbitMqName what RabbitMQ writes; it writes the number of types that it does not know
 * @param slashName what OpenSSL writes in the slash form
 */
record AttributeType(String oid, String rabbitMqName, String slashName) {

    private static final Pattern OID = Pattern.compile("(?:OID\\.)?([0-2](?:\\.(?:0|[1-9]\\d{0,17}))+)");

    private static final List<AttributeType> NAMED = List.of(
            named("2.5.4.3", "CN", "CN"),
            named("2.5.4.4", "SN", "SN"),
            named("2.5.4.5", "SERIALNUMBER", "serialNumber"),
            named("2.5.4.6", "C", "C"),
            named("2.5.4.7", "L", "L"),
            named("2.5.4.8", "ST", "ST"),
            named("2.5.4.10", "O", "O"),
            named("2.5.4.11", "OU", "OU"),
            named("2.5.4.12", "TITLE", "title"),
            named("2.5.4.42", "GIVENNAME", "GN"),
            named("2.5.4.43", "INITIALS", "initials"),
            named("2.5.4.44", "GENERATIONQUALIFIER", "generationQualifier"),
            named("2.5.4.65", "PSEUDONYM", "pseudonym"),
            named("0.9.2342.19200300.100.1.25", "DC", "DC"),
            named("0.9.2342.19200300.100.1.1", "UID", "UID"),
            named("1.2.840.113549.1.9.1", "EMAILADDRESS", "emailAddress"),
            numbered("1.2.840.113549.1.9.2", "unstructuredName"),
            // RabbitMQ has a name for this one, but never finds it.
            numbered("2.5.4.9", "street"),
            numbered("2.5.4.13", "description"),
            numbered("2.5.4.15", "businessCategory"),
            numbered("2.5.4.17", "postalCode"),
            numbered("2.5.4.20", "telephoneNumber"),
            numbered("2.5.4.41", "name"),
            numbered("2.5.4.46", "dnQualifier"),
            numbered("2.5.4.97", "organizationIdentifier"));

    private static final Map<String, AttributeType> BY_OID =
            NAMED.stream().collect(Collectors.toUnmodifiableMap(AttributeType::oid, Function.identity()));

    private static final Map<String, AttributeType> BY_NAME = byName();

    /** The type of that name or number, in any letter case; empty for a name that is not known. */
    static Optional<AttributeType> of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Optional.ofNullable(BY_NAME.get(upper)).or(() -> Optional.of(OID.matcher(upper))
                .filter(number -> number.matches())
                .map(number -> number.group(1))
                .map(oid -> BY_OID.getOrDefault(oid, numbered(oid, oid))));
    }

    /** By OID, what Java is to call the types when it writes a name. */
    static Map<String, String> names() {
        return NAMED.stream().collect(Collectors.toUnmodifiableMap(AttributeType::oid, AttributeType::slashName));
    }

    /** The number as it stands in a certificate, without tag and length (X.690). */
    byte[] encoded() {
        long[] arcs = Arrays.stream(oid.split("\\.")).mapToLong(Long::parseLong).toArray();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        encode(arcs[0] * 40 + (arcs.length > 1 ? arcs[1] : 0), bytes);
        Arrays.stream(arcs).skip(2).forEach(arc -> encode(arc, bytes));
        return bytes.toByteArray();
    }

    private static void encode(long arc, ByteArrayOutputStream bytes) {
        int groups = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(arc) + 6) / 7);
        for (int group = groups - 1; group >= 0; group--) {
            bytes.write((int) (arc >>> (7 * group)) & 0x7F | (group == 0 ? 0 : 0x80));
        }
    }

    private static AttributeType named(String oid, String rabbitMqName, String slashName) {
        return new AttributeType(oid, rabbitMqName, slashName);
    }

    private static AttributeType numbered(String oid, String slashName) {
        return new AttributeType(oid, oid, slashName);
    }

    private static Map<String, AttributeType> byName() {
        Map<String, AttributeType> byName = new HashMap<>();
        for (AttributeType type : NAMED) {
            Stream.of(type.rabbitMqName, type.slashName)
                    .map(name -> name.toUpperCase(Locale.ROOT))
                    .filter(name -> !name.contains("."))
                    .forEach(name -> byName.put(name, type));
        }
        Map.of(
                        "E", "EMAILADDRESS",
                        "EMAIL", "EMAILADDRESS",
                        "SURNAME", "SN",
                        "G", "GIVENNAME",
                        "S", "ST",
                        "SP", "ST",
                        "USERID", "UID",
                        "T", "TITLE",
                        "DNQ", "DNQUALIFIER",
                        "STREETADDRESS", "STREET")
                .forEach((alias, name) -> byName.put(alias, byName.get(name)));
        byName.put("GENERATION", byName.get("GENERATIONQUALIFIER"));
        return Map.copyOf(byName);
    }
}
