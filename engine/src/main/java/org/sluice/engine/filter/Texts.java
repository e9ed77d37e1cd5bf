package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** The text of JSON values, and the order of texts. */
final class Texts {
    private static final int QUOTED_CHARS = 80;
    private static final int MAX_QUOTED_BITS = 10_000;
    private static final int MAX_PLAIN_SCALE = 1_000;

    private Texts() {}

    /** The JSON of a value for a message, cut where it is long. */
    static String quote(JsonNode node) {
        if (node.isPojo()) {
            return "what is no JSON";
        }
        boolean huge = (node.isBigInteger() || node.isBigDecimal())
                && node.decimalValue().unscaledValue().bitLength() > MAX_QUOTED_BITS;
        // Writing a million digits takes seconds, and nobody would read them.
        return huge ? "a number of very many digits" : cut(node.toString());
    }

    static String cut(String text) {
        return text.length() <= QUOTED_CHARS ? text : text.substring(0, QUOTED_CHARS) + "…";
    }

    /**
     * A scalar as its JSON text: what strings are compared with. A decimal without exponent keeps the digits it was written with
     * ({@code 1.50}, {@code 0.0000001}, where {@link BigDecimal#toString} would choose an exponent); the way an exponent was
     * written does not survive JSON parsing.
     */
    static String of(JsonNode scalar) {
        if (scalar.isBigDecimal()) {
            BigDecimal number = scalar.decimalValue();
            boolean plain = number.scale() >= 0 && number.scale() <= MAX_PLAIN_SCALE;
            return plain ? number.toPlainString() : number.toString();
        }
        return scalar.asText();
    }

    /** True for what can be compared: a text, a number or a boolean. */
    static boolean isScalar(JsonNode node) {
        return node.isTextual() || node.isNumber() || node.isBoolean();
    }

    /**
     * The order of code points. {@link String#compareTo} orders UTF-16 units instead, which puts the characters outside the
     * basic plane before U+E000 to U+FFFF.
     */
    static int compare(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Integer.compare(rank(x), rank(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** A text after all that begin with this one, near them; or empty where there is none. */
    static Optional<String> afterAllThatBeginWith(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            // A half of a pair is ranked like the characters that it would begin.
            if (last < Character.MAX_CODE_POINT && !Character.isBmpCodePoint(last)
                    || last < Character.MIN_SURROGATE - 1) {
                return Optional.of(prefix.substring(0, end) + Character.toString(last + 1));
            }
        }
        return Optional.empty();
    }

    /** Surrogates stand for code points above all others, so they are ranked above every other unit. */
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x1_0000 : unit;
    }
}
