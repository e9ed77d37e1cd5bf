package org.sluice.engine.filter;

import java.util.Locale;

/** The type of a metadata field: how a condition on it compares. */
public enum FieldType {
    /** Numbers, compared exactly by value: 7.5 differs from 7, and {@code "7"} and {@code true} convert. */
    INT("a number (int)"),
    /** Numbers, compared exactly by value, and the texts {@code NaN} and {@code Infinity}. */
    FLOAT("a number (float)"),
    /** Moments in UTC: {@code YYYY-MM-DD}, {@code YYYY-MM-DD HH:MM:SS[.fraction]} or ISO 8601. */
    DATE("a date (YYYY-MM-DD, YYYY-MM-DD HH:MM:SS or ISO 8601)"),
    /** Text, compared by code point; numbers and booleans stand for their JSON text. */
    STRING("a text, number or boolean");

    private final String description;

    FieldType(String description) {
        this.description = description;
    }

    /**
     * The type that a field of DIRAC's file catalogue has: {@code int*}, {@code float*} and {@code date*} by the beginning of the
     * type's name in any letter case ({@code INT(11)}, {@code DateTime}), {@link #STRING} for everything else ({@code VARCHAR(32)}).
     */
    public static FieldType ofName(String typeName) {
        String name = typeName.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("int")) {
            return INT;
        }
        if (name.startsWith("float")) {
            return FLOAT;
        }
        return name.startsWith("date") ? DATE : STRING;
    }

    /** What a value of this type is, for a sentence that says "… is not …". */
    String description() {
        return description;
    }
}
