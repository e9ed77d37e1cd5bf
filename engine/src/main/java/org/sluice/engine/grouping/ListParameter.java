package org.sluice.engine.grouping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The forms in which DIRAC's users write a list into a parameter. */
final class ListParameter {

    /** Reads JSON, and with these features what Python prints for a list of text. */
    private static final JsonMapper LISTS = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ListParameter() {}

    /** Its elements in order; empty for text that begins as a list and is none. */
    static Optional<List<String>> parse(String text) {
        String list = text.strip();
        if (list.isEmpty() || list.equals("None")) {
            return Optional.of(List.of());
        }
        if (list.startsWith("(") && list.endsWith(")")) {
            return bracketed("[" + list.substring(1, list.length() - 1) + "]");
        }
        return list.startsWith("[") ? bracketed(list) : Optional.of(separated(list));
    }

    private static Optional<List<String>> bracketed(String list) {
        try {
            JsonNode node = LISTS.readTree(list);
            boolean flat = StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isValueNode);
            return flat ? Optional.of(texts(node)) : Optional.empty();
        } catch (JsonProcessingException notQuoted) {
            // [SE1, SE2]: DIRAC takes such text for a comma-separated list as well.
            boolean plain = list.endsWith("]") && list.chars().noneMatch(c -> c == '"' || c == '\'');
            return plain ? Optional.of(separated(list.substring(1, list.length() - 1))) : Optional.empty();
        }
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
