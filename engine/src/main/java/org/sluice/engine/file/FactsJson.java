package org.sluice.engine.file;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Facts as JSON: {@code {"Name":[value,0]}}, where the number is the place of the event among the stamps, since most
 * facts of a record come from one event; and the stamps, {@code [["event id",microseconds],…]}.
 */
final class FactsJson {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private FactsJson() {}

    /** @param stamps those written so far, with their places; new ones are added */
    static ObjectNode write(Map<String, Fact> facts, Map<Stamp, Integer> stamps) {
        ObjectNode json = MAPPER.createObjectNode();
        facts.forEach((key, fact) -> {
            json.putArray(key).add(fact.value()).add(place(fact.stamp(), stamps));
        });
        return json;
    }

    /** The place of a stamp among the others, where it is put at the end if it is new. */
    static int place(Stamp stamp, Map<Stamp, Integer> stamps) {
        Integer next = stamps.size();
        Integer known = stamps.putIfAbsent(stamp, next);
        return known == null ? next : known;
    }

    /** @param stamps in the order of their places */
    static ArrayNode write(Map<Stamp, Integer> stamps) {
        ArrayNode json = MAPPER.createArrayNode();
        stamps.keySet().forEach(stamp -> json.addArray().add(stamp.eventId()).add(micros(stamp.time())));
        return json;
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static Instant time(long micros) {
        return Instant.EPOCH.plus(Duration.of(micros, ChronoUnit.MICROS));
    }
}
