package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.sluice.engine.json.StrictJson;
import org.sluice.engine.json.UnreadableJsonException;

/** JSON files that a person wrote, read strictly, and JSON for others to read. */
final class Json {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

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
        return file(file, (text, fault) -> "");
    }

    /**
     * The same for a file whose parts have names.
     *
     * @param part what to call the part of the text that cannot be read; it stands between the place and the fault
     */
    static JsonNode file(Path file, BiFunction<String, UnreadableJsonException, String> part) {
        String text = characters(file);
        try {
            JsonNode json = StrictJson.read(text);
            if (json.isMissingNode()) {
                throw new CommandFailedException(file + " is empty; JSON was expected");
            }
            return json;
        } catch (UnreadableJsonException e) {
            throw unreadable(file, part.apply(text, e), e);
        }
    }

    private static String characters(Path file) {
        try {
            return StrictJson.decode(bytes(file));
        } catch (UnreadableJsonException e) {
            throw unreadable(file, "", e);
        }
    }

    private static CommandFailedException unreadable(Path file, String part, UnreadableJsonException e) {
        return new CommandFailedException(
                "%s:%d:%d: %s%s".formatted(file, e.line(), e.column(), part, e.getMessage()), e);
    }

    /**
     * The one JSON value of some text.
     *
     * @throws CommandFailedException saying what is wrong, and nothing of where the text is from
     */
    static JsonNode text(byte[] text) {
        try {
            return StrictJson.read(StrictJson.decode(text));
        } catch (UnreadableJsonException e) {
            throw new CommandFailedException("%s (column %d)".formatted(e.getMessage(), e.column()), e);
        }
    }

    static ObjectNode object() {
        return JSON.objectNode();
    }

    static ArrayNode array() {
        return JSON.arrayNode();
    }

    /** Indented, for people as well as for programs. */
    static String pretty(JsonNode json) {
        return json.toPrettyString();
    }
}
