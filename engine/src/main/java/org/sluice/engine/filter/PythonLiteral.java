package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;

/**
 * JSON as Python literals, and back: {@code True}, {@code False}, {@code None}, texts, numbers, lists, dicts with texts as keys, and,
 * when reading, tuples. What is written is ASCII, in the form of Python's {@code repr}, and contains no {@code ;;;}.
 */
final class PythonLiteral {
    /** Python itself refuses 200 open brackets. */
    static final int MAX_DEPTH = 150;

    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PythonLiteral() {}

    static String write(JsonNode json) throws NoLiteralException {
        return PythonLiteralWriter.write(json);
    }

    static JsonNode read(String literal) throws NoLiteralException {
        return new PythonLiteralReader(literal).read();
    }

    /** A whole number in the node that a JSON parser makes of it; equality of nodes depends on their kind. */
    static JsonNode wholeNumber(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return JSON.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    /** What cannot be written as a literal, or is none. */
    static final class NoLiteralException extends Exception {
        private static final long serialVersionUID = 1L;

        NoLiteralException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
