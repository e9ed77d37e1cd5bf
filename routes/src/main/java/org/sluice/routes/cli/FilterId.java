package org.sluice.routes.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * Which filter of a file holds a place, for a file that cannot be read. Only tokens are looked at, without limits and
 * without numbers being converted, so that most of what keeps a file from being read does not keep its ids.
 */
final class FilterId {
    private static final JsonFactory TOKENS = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private OptionalInt id = OptionalInt.empty();

    private FilterId() {}

    /**
     * The id of the filter at an offset of {@code [{"id":1, "query":{…}}, …]}; empty where none can be told.
     *
     * @param offset in characters, from 0
     */
    static OptionalInt at(String text, long offset) {
        FilterId search = new FilterId();
        try (JsonParser parser = TOKENS.createParser(text.toCharArray())) {
            return search.at(parser, offset);
        } catch (IOException e) {
            return search.id; // the text breaks off, or is no JSON, within this filter
        }
    }

    private OptionalInt at(JsonParser parser, long offset) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            member(parser);
            if (parser.currentLocation().getCharOffset() > offset) {
                return id;
            }
            id = OptionalInt.empty();
        }
        return id;
    }

    private void member(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isId = parser.currentName().equals("id");
            if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && isId) {
                id = OptionalInt.of(parser.getIntValue());
            }
            parser.skipChildren();
        }
    }
}
