package org.sluice.engine.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
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
    private FileRecordJson() {}

    /** The facts of a record as JSON text. */
    public static String write(FileRecord record) {
        ObjectNode json = FactsJson.MAPPER.createObjectNode();
        Map<Stamp, Integer> stamps = new LinkedHashMap<>();
        ArrayNode registrations = json.putArray("g");
        record.registrations().forEach(stamp -> registrations.add(FactsJson.place(stamp, stamps)));
        record.removed().ifPresent(stamp -> json.put("x", FactsJson.place(stamp, stamps)));
        json.set("a", FactsJson.write(record.attributes(), stamps));
        json.set("r", FactsJson.write(record.replicas(), stamps));
        json.set("m", FactsJson.write(record.metadata(), stamps));
        json.set("by", FactsJson.write(stamps));
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
            FactsParser parsed = FactsParser.of(facts);
            SortedSet<Stamp> registrations = new TreeSet<>(parsed.registrations());
            if (!parsed.tellsRegistrations()) {
                registered.ifPresent(time -> registrations.add(new Stamp(time, "")));
            }
            return new FileRecord(
                    lfn,
                    generation,
                    registrations,
                    parsed.removal(),
                    parsed.facts("a"),
                    parsed.facts("r"),
                    parsed.facts("m"));
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the stored facts of " + lfn + " are damaged: " + facts, e);
        }
    }
}
