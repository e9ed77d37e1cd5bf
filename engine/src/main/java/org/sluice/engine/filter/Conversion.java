package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Converts JSON values to a field's type, the same way for a query's operands and for a file's values. */
final class Conversion {
    /** JSON parsers refuse longer numbers too; a hostile text of a million digits must not cost seconds. */
    private static final int MAX_NUMBER_CHARS = 1_000;

    private static final int MAX_NUMBER_BITS = 3_400;
    /** Room for arithmetic on scales, which are ints. */
    private static final int MAX_SCALE = 2_000_000_000;

    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,10})?");
    private static final Pattern INFINITY = Pattern.compile("[+-]?inf(?:inity)?");
    private static final Pattern NAN = Pattern.compile("[+-]?nan");

    private Conversion() {}

    /** The value as this type, or {@link Typed.Special#UNREADABLE} where it does not convert. */
    static Typed convert(JsonNode value, FieldType type) {
        if (!Texts.isScalar(value)) {
            return Typed.Special.UNREADABLE;
        }
        return switch (type) {
            case STRING -> new Typed.Text(Texts.of(value));
            case DATE -> value.isTextual() ? DateText.parse(value.textValue()) : Typed.Special.UNREADABLE;
            case INT -> finite(number(value));
            case FLOAT -> number(value);
        };
    }

    private static Typed finite(Typed number) {
        return number instanceof Typed.Exact ? number : Typed.Special.UNREADABLE;
    }

    private static Typed number(JsonNode value) {
        if (value.isBoolean()) {
            return new Typed.Exact(value.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO);
        }
        if (value.isInt() || value.isLong()) {
            return new Typed.Exact(BigDecimal.valueOf(value.longValue()));
        }
        if (value.isBigInteger() && value.bigIntegerValue().bitLength() > MAX_NUMBER_BITS) {
            return Typed.Special.UNREADABLE;
        }
        if (value.isBigDecimal()) {
            return exact(value.decimalValue());
        }
        // A binary fraction stands for its shortest decimal, which is how JSON writes it.
        return numberText(value.asText());
    }

    private static Typed numberText(String written) {
        if (written.length() > MAX_NUMBER_CHARS) {
            return Typed.Special.UNREADABLE;
        }
        String text = written.strip();
        if (NUMBER.matcher(text).matches()) {
            try {
                return exact(new BigDecimal(text));
            } catch (NumberFormatException exponentOutOfRange) {
                return Typed.Special.UNREADABLE;
            }
        }
        String word = text.toLowerCase(Locale.ROOT);
        if (INFINITY.matcher(word).matches()) {
            return word.startsWith("-") ? Typed.Special.NEGATIVE_INFINITY : Typed.Special.POSITIVE_INFINITY;
        }
        return NAN.matcher(word).matches() ? Typed.Special.NOT_A_NUMBER : Typed.Special.UNREADABLE;
    }

    private static Typed exact(BigDecimal number) {
        boolean tooLarge = Math.abs((long) number.scale()) > MAX_SCALE
                || number.unscaledValue().bitLength() > MAX_NUMBER_BITS;
        return tooLarge ? Typed.Special.UNREADABLE : new Typed.Exact(number);
    }
}
