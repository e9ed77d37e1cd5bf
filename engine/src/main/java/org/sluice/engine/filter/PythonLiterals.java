package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.sluice.engine.filter.PythonLiteral.NoLiteralException;

/** Python literals outside of queries, such as {@code [u'SE1', 'SE2']} in a parameter. Never evaluates anything. */
public final class PythonLiterals {
    private PythonLiterals() {}

    /** The value of a literal as JSON, tuples as arrays; empty for a text that is no literal. */
    public static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(PythonLiteral.read(text));
        } catch (NoLiteralException none) {
            return Optional.empty();
        }
    }
}
