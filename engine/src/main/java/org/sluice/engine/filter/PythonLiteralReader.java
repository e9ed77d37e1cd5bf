package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.engine.filter.PythonLiteral.NoLiteralException;

/**
 * Reads the literals that Python's {@code repr} writes (Python 2's {@code u''} and {@code 5L} too), and nothing that would have to be
 * evaluated.
 */
final class PythonLiteralReader {
    private static final int MAX_NUMBER_CHARS = 4_300;
    private static final Pattern NUMBER = Pattern.compile(
            "[+-]?(?:(?<whole>0+|[1-9]\\d*)[lL]?(?![\\w.])|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

    private final String source;
    private int at;

    PythonLiteralReader(String source) {
        this.source = source;
    }

    JsonNode read() throws NoLiteralException {
        JsonNode value = value(0);
        skipBlanks();
        if (at < source.length()) {
            throw unexpected("the end");
        }
        return value;
    }

    private JsonNode value(int depth) throws NoLiteralException {
        if (depth > PythonLiteral.MAX_DEPTH) {
            throw new NoLiteralException("it is nested more than " + PythonLiteral.MAX_DEPTH + " deep");
        }
        skipBlanks();
        if (startsText()) {
            return PythonLiteral.JSON.textNode(text());
        }
        if (take('{')) {
            return dict(depth);
        }
        if (take('[')) {
            return elements(']', PythonLiteral.JSON.arrayNode(), depth);
        }
        if (take('(')) {
            return parenthesised(depth);
        }
        return Character.isLetter(peek()) || peek() == '_' ? word() : number();
    }

    private ObjectNode dict(int depth) throws NoLiteralException {
        ObjectNode dict = PythonLiteral.JSON.objectNode();
        while (!closes('}')) {
            if (!startsText()) {
                throw unexpected("a text as key");
            }
            String key = text();
            skipBlanks();
            expect(':');
            dict.set(key, value(depth + 1));
            separator('}');
        }
        return dict;
    }

    private ArrayNode elements(char close, ArrayNode list, int depth) throws NoLiteralException {
        while (!closes(close)) {
            list.add(value(depth + 1));
            separator(close);
        }
        return list;
    }

    /** {@code (1)} is 1, {@code (1,)} and {@code ()} are tuples. */
    private JsonNode parenthesised(int depth) throws NoLiteralException {
        ArrayNode tuple = PythonLiteral.JSON.arrayNode();
        if (closes(')')) {
            return tuple;
        }
        JsonNode first = value(depth + 1);
        skipBlanks();
        if (take(')')) {
            return first;
        }
        separator(')');
        return elements(')', tuple.add(first), depth);
    }

    private JsonNode word() throws NoLiteralException {
        Matcher word = WORD.matcher(source).region(at, source.length());
        String name = word.lookingAt() ? word.group() : "";
        JsonNode value =
                switch (name) {
                    case "True" -> PythonLiteral.JSON.booleanNode(true);
                    case "False" -> PythonLiteral.JSON.booleanNode(false);
                    case "None" -> PythonLiteral.JSON.nullNode();
                    default -> throw unexpected("a text, a number, True, False, None, a list or a dict");
                };
        at += name.length();
        return value;
    }

    private JsonNode number() throws NoLiteralException {
        Matcher number = NUMBER.matcher(source).region(at, source.length());
        if (!number.lookingAt()) {
            throw unexpected("a text, a number, True, False, None, a list or a dict");
        }
        String digits = number.group();
        if (digits.length() > MAX_NUMBER_CHARS) {
            throw unexpected("a number of at most " + MAX_NUMBER_CHARS + " digits");
        }
        JsonNode value = number.group("whole") != null
                ? PythonLiteral.wholeNumber(new BigInteger(digits.replaceAll("[lL]", "")))
                : decimal(digits);
        at = number.end();
        return value;
    }

    private JsonNode decimal(String digits) throws NoLiteralException {
        if (digits.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '+')) {
            throw unexpected("a decimal number as Python writes it");
        }
        try {
            return DecimalNode.valueOf(new BigDecimal(digits));
        } catch (NumberFormatException exponentOutOfRange) {
            throw unexpected("a number with a smaller exponent");
        }
    }

    private boolean startsText() {
        int quote = at < source.length() && "uU".indexOf(source.charAt(at)) >= 0 ? at + 1 : at;
        return quote < source.length() && "'\"".indexOf(source.charAt(quote)) >= 0;
    }

    private String text() throws NoLiteralException {
        at += "uU".indexOf(source.charAt(at)) >= 0 ? 1 : 0;
        PythonText text = new PythonText(source, at);
        String value = text.read();
        at = text.end();
        return value;
    }

    private void separator(char close) throws NoLiteralException {
        skipBlanks();
        if (!take(',') && peek() != close) {
            throw unexpected("',' or '" + close + "'");
        }
    }

    private boolean closes(char close) {
        skipBlanks();
        return take(close);
    }

    private void expect(char expected) throws NoLiteralException {
        if (!take(expected)) {
            throw unexpected("'" + expected + "'");
        }
    }

    private boolean take(char expected) {
        boolean there = peek() == expected;
        at += there ? 1 : 0;
        return there;
    }

    /** The next character, or NUL at the end. */
    private char peek() {
        return at < source.length() ? source.charAt(at) : '\0';
    }

    private void skipBlanks() {
        while (at < source.length() && " \t\r\n".indexOf(source.charAt(at)) >= 0) {
            at++;
        }
    }

    private NoLiteralException unexpected(String expected) {
        String found = at < source.length() ? "\"" + Texts.cut(source.substring(at)) + "\"" : "the end";
        return new NoLiteralException("at character " + (at + 1) + " expected " + expected + ", found " + found);
    }
}
