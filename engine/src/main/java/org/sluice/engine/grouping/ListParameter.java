package org.sluice.engine.grouping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.sluice.engine.filter.PythonLiterals;

/** The forms in which DIRAC's users write a list into a parameter. */
final class ListParameter {

    private static final JsonMapper LISTS = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ListParameter() {}

    /** Its elements in order; empty for text that begins as a list and is none. */
    static Optional<List<String>> parse(String text) {
        String list = text.strip();
        if (list.isEmpty() || list.equals("None")) {
            return Optional.of(List.of());
        }
        return list.startsWith("[") || list.startsWith("(") ? bracketed(list) : Optional.of(separated(list));
    }

    private static Optional<List<String>> bracketed(String list) {
        Optional<JsonNode> literal = json(list).or(() -> PythonLiterals.read(list));
        if (literal.isPresent()) {
            return elements(literal.get());
        }
        // [SE1, SE2]: DIRAC takes such text for a comma-separated list as well.
        boolean closed = list.endsWith(list.startsWith("[") ? "]" : ")");
        boolean plain = closed && list.chars().noneMatch(c -> c == '"' || c == '\'');
        return plain ? Optional.of(separated(list.substring(1, list.length() - 1))) : Optional.empty();
    }

    private static Optional<JsonNode> json(String list) {
        try {
            return Optional.of(LISTS.readTree(list));
        } catch (JsonProcessingException none) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> elements(JsonNode literal) {
        if (literal.isTextual()) {
            // Python's ('SE1') is the text alone.
            return Optional.of(separated(literal.textValue()));
        }
        boolean flat = StreamSupport.stream(literal.spliterator(), false)
                .allMatch(element -> element.isValueNode() && !element.isNull());
        return literal.isArray() && flat ? Optional.of(texts(literal)) : Optional.empty();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static List<String> separated(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }
}
