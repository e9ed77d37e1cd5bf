package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.sluice.engine.filter.BadQueryException;
import org.sluice.engine.filter.FilterIndex;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.filter.MetadataSchema;

/** Filters with their ids: {@code [{"id":1, "query":{…}}, …]}. */
final class FilterFile {
    private FilterFile() {}

    static FilterIndex read(Path file, MetadataSchema schema) {
        JsonNode json = Json.file(file, (text, fault) -> {
            OptionalInt id = FilterId.at(text, fault.offset());
            return id.isPresent() ? "filter %d: ".formatted(id.getAsInt()) : "";
        });
        if (!json.isArray()) {
            throw new CommandFailedException(
                    file + ": filters are a JSON array, [{\"id\":1, \"query\":{…}}, …], and this is " + kind(json));
        }
        Map<Integer, MetaQuery> queries = new HashMap<>();
        int position = 0;
        for (JsonNode filter : json) {
            position++;
            int id = id(file, filter, position);
            if (queries.put(id, query(file, filter, id, schema)) != null) {
                throw new CommandFailedException(file + ": there are two filters with the id " + id);
            }
        }
        FilterIndex index = FilterIndex.indexed();
        index.putAll(queries);
        return index;
    }

    private static int id(Path file, JsonNode filter, int position) {
        JsonNode id = filter.path("id");
        if (!id.isIntegralNumber() || !id.canConvertToInt()) {
            throw new CommandFailedException(
                    "%s: filter number %d needs an \"id\", a whole number, and a \"query\"".formatted(file, position));
        }
        return id.intValue();
    }

    private static MetaQuery query(Path file, JsonNode filter, int id, MetadataSchema schema) {
        JsonNode query = filter.path("query");
        if (query.isMissingNode()) {
            throw new CommandFailedException("%s: filter %d has no \"query\"".formatted(file, id));
        }
        try {
            return MetaQuery.parse(query, schema);
        } catch (BadQueryException e) {
            throw new CommandFailedException("%s: filter %d is refused. %s".formatted(file, id, e.getMessage()), e);
        }
    }

    private static String kind(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> "nothing";
        };
    }
}
