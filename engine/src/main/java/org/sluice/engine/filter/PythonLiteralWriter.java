package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import org.sluice.engine.filter.PythonLiteral.NoLiteralException;

/** Writes JSON in the form of Python's {@code repr}. */
final class PythonLiteralWriter {
    private final StringBuilder out = new StringBuilder();

    private PythonLiteralWriter() {}

    static String write(JsonNode json) throws NoLiteralException {
        PythonLiteralWriter writer = new PythonLiteralWriter();
        writer.value(json, 0);
        return writer.out.toString();
    }

    private void value(JsonNode json, int depth) throws NoLiteralException {
        if (depth > PythonLiteral.MAX_DEPTH) {
            throw new NoLiteralException("it is nested more than " + PythonLiteral.MAX_DEPTH + " deep");
        }
        switch (json.getNodeType()) {
            case NULL -> out.append("None");
            case BOOLEAN -> out.append(json.booleanValue() ? "True" : "False");
            case STRING -> text(json.textValue());
            case NUMBER -> number(json);
            case ARRAY -> list(json, depth);
            case OBJECT -> dict(json, depth);
            default -> throw new NoLiteralException("it contains a " + json.getNodeType() + ", which is not JSON");
        }
    }

    private void number(JsonNode json) throws NoLiteralException {
        String digits = json.asText();
        if (json.isIntegralNumber()) {
            out.append(digits);
            return;
        }
        if (digits.endsWith("N") || digits.endsWith("y")) {
            throw new NoLiteralException(digits + " is not a JSON number");
        }
        // Without a point or an exponent it would come back as a whole number.
        boolean looksWhole = digits.indexOf('.') < 0 && digits.indexOf('E') < 0;
        out.append(digits).append(looksWhole ? "e0" : "");
    }

    private void list(JsonNode json, int depth) throws NoLiteralException {
        out.append('[');
        String separator = "";
        for (JsonNode element : json) {
            out.append(separator);
            value(element, depth + 1);
            separator = ", ";
        }
        out.append(']');
    }

    private void dict(JsonNode json, int depth) throws NoLiteralException {
        out.append('{');
        Iterator<Map.Entry<String, JsonNode>> fields = json.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            text(field.getKey());
            out.append(": ");
            value(field.getValue(), depth + 1);
            out.append(fields.hasNext() ? ", " : "");
        }
        out.append('}');
    }

    private void text(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        int semicolons = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            semicolons = unit == ';' ? semicolons + 1 : 0;
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(String.format("\\U%08x", text.codePointAt(i++)));
            } else if (semicolons == 3) {
                // DIRAC splits every value at three of them before it looks at the type.
                out.append("\\x3b");
                semicolons = 0;
            } else {
                character(unit, quote);
            }
        }
        out.append(quote);
    }

    private void character(char unit, char quote) {
        switch (unit) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (unit == quote) {
                    out.append('\\').append(unit);
                } else if (unit >= 0x20 && unit < 0x7f) {
                    out.append(unit);
                } else {
                    out.append(String.format(unit < 0x100 ? "\\x%02x" : "\\u%04x", (int) unit));
                }
            }
        }
    }
}
