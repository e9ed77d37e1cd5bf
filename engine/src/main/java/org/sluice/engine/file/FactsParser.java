package org.sluice.engine.file;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads stored facts token by token: all known files are read by it for a new transformation, and a tree of them would take
 * longer than everything else that is done with them. What stands for what is told by {@link FileRecordJson}.
 */
final class FactsParser {
    private final JsonParser in;
    private final List<Integer> registrations = new ArrayList<>();
    private final Map<String, Map<String, Said>> said = new HashMap<>();
    private List<Stamp> stamps = List.of();
    private Optional<Integer> removal = Optional.empty();
    private boolean tellsRegistrations;

    private FactsParser(JsonParser in) {
        this.in = in;
    }

    /** A value, and the place of its stamp: the stamps come last. */
    private record Said(JsonNode value, int place) {}

    static FactsParser of(String facts) throws IOException {
        try (JsonParser in = FactsJson.MAPPER.createParser(facts)) {
            FactsParser parser = new FactsParser(in);
            parser.readAll();
            return parser;
        }
    }

    /** Whether it says which events registered the file. */
    boolean tellsRegistrations() {
        return tellsRegistrations;
    }

    List<Stamp> registrations() {
        return registrations.stream().map(stamps::get).toList();
    }

    Optional<Stamp> removal() {
        return removal.map(stamps::get);
    }

    /** The facts of that member, by key. */
    Map<String, Fact> facts(String member) {
        Map<String, Fact> facts = new HashMap<>();
        said.getOrDefault(member, Map.of())
                .forEach((key, one) -> facts.put(key, new Fact(one.value(), stamps.get(one.place()))));
        return facts;
    }

    private void readAll() throws IOException {
        expect(JsonToken.START_OBJECT, in.nextToken());
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String member = in.currentName();
            in.nextToken();
            switch (member) {
                case "g" -> readRegistrations();
                case "x" -> removal = Optional.of(in.getIntValue());
                case "by" -> stamps = readStamps();
                case "a", "r", "m" -> said.put(member, readFacts());
                default -> in.skipChildren();
            }
        }
    }

    private void readRegistrations() throws IOException {
        tellsRegistrations = true;
        expect(JsonToken.START_ARRAY, in.currentToken());
        while (in.nextToken() != JsonToken.END_ARRAY) {
            registrations.add(in.getIntValue());
        }
    }

    private List<Stamp> readStamps() throws IOException {
        expect(JsonToken.START_ARRAY, in.currentToken());
        List<Stamp> all = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_ARRAY, in.currentToken());
            expect(JsonToken.VALUE_STRING, in.nextToken());
            String eventId = in.getText();
            in.nextToken();
            all.add(new Stamp(FactsJson.time(in.getLongValue()), eventId));
            expect(JsonToken.END_ARRAY, in.nextToken());
        }
        return all;
    }

    private Map<String, Said> readFacts() throws IOException {
        expect(JsonToken.START_OBJECT, in.currentToken());
        Map<String, Said> facts = new HashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            expect(JsonToken.START_ARRAY, in.nextToken());
            in.nextToken();
            JsonNode value = readValue();
            in.nextToken();
            facts.put(key, new Said(value, in.getIntValue()));
            expect(JsonToken.END_ARRAY, in.nextToken());
        }
        return facts;
    }

    private JsonNode readValue() throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING -> TextNode.valueOf(in.getText());
            case VALUE_NUMBER_INT -> whole();
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            default -> FactsJson.MAPPER.readTree(in);
        };
    }

    private JsonNode whole() throws IOException {
        return switch (in.getNumberType()) {
            case INT -> IntNode.valueOf(in.getIntValue());
            case LONG -> LongNode.valueOf(in.getLongValue());
            default -> BigIntegerNode.valueOf(in.getBigIntegerValue());
        };
    }

    private void expect(JsonToken wanted, JsonToken found) throws JsonParseException {
        if (wanted != found) {
            throw new JsonParseException(in, "expected " + wanted + ", found " + found);
        }
    }
}
