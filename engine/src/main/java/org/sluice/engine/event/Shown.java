package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** How sentences show what was found: short, quoted, without control characters. */
final class Shown {

    private static final int LONGEST = 80;

    private Shown() {}

    /** A text in quotes, cut where it is long. */
    static String text(String text) {
        return TextNode.valueOf(cut(text, LONGEST)).toString();
    }

    /** A JSON value with its type. */
    static String value(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "the text " + text(value.textValue());
            case NUMBER -> "the number " + cut(value.asText(), LONGEST);
            case BOOLEAN -> value.asText();
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            default -> "null";
        };
    }

    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }
}
