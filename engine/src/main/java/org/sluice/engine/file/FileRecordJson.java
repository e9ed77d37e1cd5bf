package org.sluice.engine.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The stored form of what a {@link FileRecord} knows: its facts, without LFN, generation and time of registration,
 * which have columns of their own. Each event is written once and facts refer to it by position, since most facts of a
 * file come from one event:
 *
 * <pre>{"by":[["event id",microseconds],…], "g":[0], "x":1,
 *  "a":{"size":[123,0]}, "r":{"SE":[true,0]}, "m":{"Name":[value,0]}}</pre>
 *
 * <p>{@code g} are the registrations, {@code x} the latest removal, where there is one.
 */
public final class FileRecordJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private FileRecordJson() {}

    /** The facts of a record as JSON text. */
    public static String write(FileRecord record) {
        ObjectNode json = MAPPER.createObjectNode();
        Map<Stamp, Integer> stamps = new LinkedHashMap<>();
        ArrayNode by = json.putArray("by");
        ArrayNode registrations = json.putArray("g");
        record.registrations().forEach(stamp -> registrations.add(position(stamp, stamps)));
        record.removed().ifPresent(stamp -> json.put("x", position(stamp, stamps)));
        json.set("a", facts(record.attributes(), stamps));
        json.set("r", facts(record.replicas(), stamps));
        json.set("m", facts(record.metadata(), stamps));
        stamps.keySet().forEach(stamp -> by.addArray().add(stamp.eventId()).add(micros(stamp.time())));
        return json.toString();
    }

    /**
     * A record of the stored facts.
     *
     * @param registered when it was registered; by itself where the text was written by a version that kept no more
     * @throws IllegalArgumentException where the text is not what {@link #write} gives
     */
    public static FileRecord read(String lfn, int generation, Optional<Instant> registered, String facts) {
        try {
            JsonNode json = MAPPER.readTree(facts);
            List<Stamp> stamps = new ArrayList<>();
            for (JsonNode stamp : json.path("by")) {
                stamps.add(new Stamp(time(stamp.path(1).asLong()), stamp.path(0).asText()));
            }
            return new FileRecord(
                    lfn,
                    generation,
                    registrations(json, registered, stamps),
                    Optional.of(json.path("x")).filter(JsonNode::isInt).map(position -> stamps.get(position.asInt())),
                    facts(json.path("a"), stamps),
                    facts(json.path("r"), stamps),
                    facts(json.path("m"), stamps));
        } catch (JsonProcessingException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the stored facts of " + lfn + " are damaged: " + facts, e);
        }
    }

    private static SortedSet<Stamp> registrations(JsonNode json, Optional<Instant> registered, List<Stamp> stamps) {
        SortedSet<Stamp> registrations = new TreeSet<>();
        json.path("g").forEach(position -> registrations.add(stamps.get(position.asInt())));
        if (!json.has("g")) {
            registered.ifPresent(time -> registrations.add(new Stamp(time, "")));
        }
        return registrations;
    }

    private static int position(Stamp stamp, Map<Stamp, Integer> stamps) {
        Integer next = stamps.size();
        Integer known = stamps.putIfAbsent(stamp, next);
        return known == null ? next : known;
    }

    private static ObjectNode facts(Map<String, Fact> facts, Map<Stamp, Integer> stamps) {
        ObjectNode json = MAPPER.createObjectNode();
        facts.forEach((key, fact) -> {
            json.putArray(key).add(fact.value()).add(position(fact.stamp(), stamps));
        });
        return json;
    }

    private static Map<String, Fact> facts(JsonNode json, List<Stamp> stamps) {
        Map<String, Fact> facts = new TreeMap<>();
        json.properties()
                .forEach(entry -> facts.put(
                        entry.getKey(),
                        new Fact(
                                entry.getValue().path(0),
                                stamps.get(entry.getValue().path(1).asInt()))));
        return facts;
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(Duration.of(micros, ChronoUnit.MICROS));
    }
}
