package org.sluice.config;

import java.util.Locale;

/** The types of DIRAC's catalogue metadata, told by how the name of the type begins, in any letter case. */
public enum MetadataType {
    INT,
    FLOAT,
    DATE,
    STRING;

    /** {@code int…}, {@code float…} and {@code date…} are what they say; all else is a string. */
    public static MetadataType of(String typeName) {
        String lower = typeName.toLowerCase(Locale.ROOT);
        if (lower.startsWith("int")) {
            return INT;
        }
        if (lower.startsWith("float")) {
            return FLOAT;
        }
        return lower.startsWith("date") ? DATE : STRING;
    }
}
