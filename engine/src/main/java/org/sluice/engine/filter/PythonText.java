package org.sluice.engine.filter;

import org.sluice.engine.filter.PythonLiteral.NoLiteralException;

/** Reads one quoted Python text with its escapes. */
final class PythonText {
    private final String source;
    private final StringBuilder value = new StringBuilder();
    private int at;

    /** {@code start} is where the opening quote is. */
    PythonText(String source, int start) {
        this.source = source;
        this.at = start;
    }

    /** Where reading ended, behind the closing quote. */
    int end() {
        return at;
    }

    String read() throws NoLiteralException {
        int start = at;
        char quote = source.charAt(at++);
        while (at < source.length() && source.charAt(at) != quote && source.charAt(at) != '\n') {
            char unit = source.charAt(at++);
            if (unit == '\\') {
                escape(start);
            } else {
                value.append(unit);
            }
        }
        if (at >= source.length() || source.charAt(at) == '\n') {
            throw unclosed(start);
        }
        at++;
        return value.toString();
    }

    private void escape(int start) throws NoLiteralException {
        if (at >= source.length()) {
            throw unclosed(start);
        }
        char kind = source.charAt(at++);
        switch (kind) {
            case '\n' -> {}
            case '\\', '\'', '"' -> value.append(kind);
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000b');
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case 'U' -> hexadecimal(8);
            case 'N' -> throw new NoLiteralException("at character " + (at - 1) + " characters by name are not read");
            default -> octalOrItself(kind);
        }
    }

    private void hexadecimal(int digits) throws NoLiteralException {
        int end = at + digits;
        long point = end <= source.length() ? 0 : -1;
        for (int i = at; i < end && point >= 0; i++) {
            int digit = Character.digit(source.charAt(i), 16);
            point = digit < 0 || source.charAt(i) > 'f' ? -1 : point * 16 + digit;
        }
        if (point < 0 || point > Character.MAX_CODE_POINT) {
            throw new NoLiteralException(
                    "at character " + (at - 1) + " expected the " + digits + " hexadecimal digits of a character");
        }
        value.appendCodePoint((int) point);
        at = end;
    }

    private void octalOrItself(char kind) {
        if (kind < '0' || kind > '7') {
            // As Python does with an escape that it does not know.
            value.append('\\').append(kind);
            return;
        }
        int point = kind - '0';
        for (int i = 0; i < 2 && at < source.length() && "01234567".indexOf(source.charAt(at)) >= 0; i++) {
            point = point * 8 + (source.charAt(at++) - '0');
        }
        value.appendCodePoint(point);
    }

    private static NoLiteralException unclosed(int start) {
        return new NoLiteralException("the text that begins at character " + (start + 1) + " does not end");
    }
}
