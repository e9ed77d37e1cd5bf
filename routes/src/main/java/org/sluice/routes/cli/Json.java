package org.sluice.routes.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** JSON files that a person wrote, read strictly, and JSON for others to read. */
final class Json {
    // Numbers stay as they were written: a filter may compare them by their text.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** A file's bytes; a sentence that names the file where it cannot be read. */
    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("there is no file " + file, e);
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : String.valueOf(e.getMessage());
            throw new CommandFailedException(file + " cannot be read: " + reason, e);
        }
    }

    /** The one JSON value of a file. */
    static JsonNode file(Path file) {
        try {
            JsonNode json = MAPPER.readTree(bytes(file));
            if (json.isMissingNode()) {
                throw new CommandFailedException(file + " is empty; JSON was expected");
            }
            return json;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new CommandFailedException(
                    "%s:%d:%d: this is not JSON: %s"
                            .formatted(file, at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new CommandFailedException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The one JSON value of some text.
     *
     * @throws CommandFailedException saying what is wrong, and nothing of where the text is from
     */
    static JsonNode text(byte[] text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CommandFailedException(
                    "this is not JSON: %s (column %d)"
                            .formatted(e.getOriginalMessage(), e.getLocation().getColumnNr()),
                    e);
        } catch (IOException e) {
            throw new CommandFailedException("this cannot be read: " + e.getMessage(), e);
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Indented, for people as well as for programs. */
    static String pretty(JsonNode json) {
        return json.toPrettyString();
    }
}
