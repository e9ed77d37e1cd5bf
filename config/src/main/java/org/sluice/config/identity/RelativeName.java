package org.sluice.config.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One step of a distinguished name: an attribute, or several that have no order among each other.
 *
 * @param attributes in the order in which a certificate holds them, which is that of their encoded bytes (X.690, 11.6)
 */
record RelativeName(List<Attribute> attributes) {

    /** Names are written with this tag nowadays; it matters only between two values of one type. */
    private static final int UTF8_STRING = 0x0C;

    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;

    /** A type and a value, the value as people read it. */
    record Attribute(AttributeType type, String value) {

        private byte[] encoded() {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes(tagged(OBJECT_IDENTIFIER, type.encoded()));
            content.writeBytes(tagged(UTF8_STRING, value.getBytes(StandardCharsets.UTF_8)));
            return tagged(SEQUENCE, content.toByteArray());
        }
    }

    RelativeName {
        attributes = attributes.stream()
                .sorted(Comparator.comparing(Attribute::encoded, Arrays::compareUnsigned))
                .toList();
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(tag);
        if (content.length >= 0x80) {
            int octets = content.length >= 0x10000 ? 3 : content.length >= 0x100 ? 2 : 1;
            bytes.write(0x80 | octets);
            for (int octet = octets - 1; octet >= 0; octet--) {
                bytes.write(content.length >>> (8 * octet));
            }
        } else {
            bytes.write(content.length);
        }
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }
}
