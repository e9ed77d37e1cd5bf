package org.sluice.engine.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** JSON for tests, read as {@link MetaQuery} asks for. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** JSON written with single quotes for double ones, so that tests can be read. */
    static JsonNode of(String text) {
        return exactly(text.replace('\'', '"'));
    }

    static JsonNode exactly(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, JsonNode> fields(String text) {
        Map<String, JsonNode> fields = new HashMap<>();
        of(text).properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }
}
