package org.sluice.engine.transformation;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the columns of DIRAC's tables can hold: character set utf8mb3, lengths in characters. */
final class Columns {
    private static final int TEXT_BYTES = 65_535;

    private static final Map<String, Integer> LENGTHS = Map.of(
            "TransformationName", 255,
            "Description", 255,
            "Type", 32,
            "Plugin", 32,
            "AgentType", 32,
            "Status", 32,
            "FileMask", 255,
            "TransformationGroup", 255,
            "TransformationFamily", 64);

    private Columns() {}

    /**
     * The text itself.
     *
     * @throws TransformationFormatException when the column cannot hold it as it is
     */
    static String fitting(String column, String text) {
        int length = text.codePointCount(0, text.length());
        if (length > LENGTHS.getOrDefault(column, Integer.MAX_VALUE)) {
            throw new TransformationFormatException("%s has %d characters; DIRAC's table holds %d of them"
                    .formatted(column, length, LENGTHS.get(column)));
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (column.equals("LongDescription") && bytes > TEXT_BYTES) {
            throw new TransformationFormatException(
                    "LongDescription has %d bytes; DIRAC's table holds %d of them".formatted(bytes, TEXT_BYTES));
        }
        return storable(column, text);
    }

    /**
     * The name itself.
     *
     * @throws TransformationFormatException when no parameter can have this name
     */
    static String parameterName(String name) {
        int length = name.codePointCount(0, name.length());
        if (name.isBlank() || length > 32) {
            throw new TransformationFormatException(
                    "The parameter name \"%s\" has %d characters; it must have 1 to 32".formatted(name, length));
        }
        return storable("The parameter name \"" + name + "\"", name);
    }

    /** The text itself, unless it has a character beyond the three bytes that utf8mb3 gives to one. */
    static String storable(String what, String text) {
        text.codePoints().filter(Columns::isUnstorable).findFirst().ifPresent(character -> {
            throw new TransformationFormatException(
                    "%s contains the character U+%X, which DIRAC's tables (utf8mb3) cannot hold"
                            .formatted(what, character));
        });
        return text;
    }

    private static boolean isUnstorable(int character) {
        return character > 0xFFFF || Character.getType(character) == Character.SURROGATE;
    }
}
