package org.sluice.engine.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** A value and the event that said it; a JSON null says that the key was removed. */
public record Fact(JsonNode value, Stamp stamp) {

    /** The fact that holds of two about the same key. */
    static Fact later(Fact one, Fact other) {
        return one.stamp.compareTo(other.stamp) >= 0 ? one : other;
    }

    /** The values of the keys that are set. */
    static Map<String, JsonNode> present(Map<String, Fact> facts) {
        Map<String, JsonNode> values = new TreeMap<>();
        facts.forEach((name, fact) -> {
            if (!fact.value().isNull()) {
                values.put(name, fact.value());
            }
        });
        return values;
    }
}
