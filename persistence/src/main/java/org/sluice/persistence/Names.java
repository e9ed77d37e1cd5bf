package org.sluice.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of names (storage elements, LFNs) in a column of Sluice's own: a JSON array, since names may hold any character. */
final class Names {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Names() {}

    static String write(Collection<String> names) {
        try {
            return MAPPER.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts is always JSON", e);
        }
    }

    /** The names in a column; NULL holds none. */
    static List<String> read(@Nullable String column) {
        if (column == null) {
            return List.of();
        }
        try {
            return List.of(MAPPER.readValue(column, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a JSON list of names: " + column, e);
        }
    }
}
