package org.sluice.engine.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The stored form of what a {@link DirectoryRecord} knows, without the path, in the manner of {@link FileRecordJson}:
 *
 * <pre>{"by":[["event id",microseconds],…], "m":{"Name":[value,0]}}</pre>
 */
public final class DirectoryRecordJson {
    private DirectoryRecordJson() {}

    /** The facts of a record as JSON text. */
    public static String write(DirectoryRecord record) {
        Map<Stamp, Integer> stamps = new LinkedHashMap<>();
        ObjectNode json = FactsJson.MAPPER.createObjectNode();
        json.set("m", FactsJson.write(record.metadata(), stamps));
        json.set("by", FactsJson.write(stamps));
        return json.toString();
    }

    /**
     * A record of the stored facts.
     *
     * @throws IllegalArgumentException where the text is not what {@link #write} gives
     */
    public static DirectoryRecord read(String directory, String facts) {
        try {
            return new DirectoryRecord(directory, FactsParser.of(facts).facts("m"));
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the stored facts of " + directory + " are damaged: " + facts, e);
        }
    }
}
