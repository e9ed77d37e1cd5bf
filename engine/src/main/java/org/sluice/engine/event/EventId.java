package org.sluice.engine.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What identifies an event. */
final class EventId {

    private static final int LONGEST = 255;

    private static final ObjectWriter CANONICAL = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build()
            .writer();

    private EventId() {}

    /** The id as it is kept: itself, or its SHA-256 where it is longer than the journal's column. */
    static String bounded(String id) {
        return id.length() <= LONGEST ? id : sha256(id.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The stand-in for an event without an id: the SHA-256 of its JSON with sorted names and without white space. Like
     * RFC 8785 but for numbers, which keep their scale: 1.0 and 1 may mean different things in metadata.
     */
    static String ofContent(JsonNode event) {
        try {
            return sha256(CANONICAL.writeValueAsBytes(event));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A JSON tree could not be written", e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one says that it has not", e);
        }
    }
}
