package org.sluice.engine.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that a person wrote: one value, no name twice in an object, numbers as they were written (a filter may
 * compare them by their text). Nests up to 1,000 deep; numbers have at most 1,000 digits, names 50,000 characters. Safe
 * for any number of threads.
 */
public final class StrictJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private StrictJson() {}

    /**
     * The value of a text; a missing node where there is none.
     *
     * @throws UnreadableJsonException for everything that is not read, never anything else
     */
    public static JsonNode read(String text) throws UnreadableJsonException {
        try (JsonParser parser = JSON.getFactory().createParser(text.toCharArray())) {
            return read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("Characters in memory could not be read", e);
        }
    }

    private static JsonNode read(JsonParser parser) throws IOException, UnreadableJsonException {
        try {
            @Nullable JsonNode json = JSON.readTree(parser);
            return json == null ? MissingNode.getInstance() : json;
        } catch (StreamConstraintsException e) {
            // It has no place of its own.
            throw unreadable("this JSON is beyond what is read: " + JsonFaults.words(e), parser.currentLocation(), e);
        } catch (JsonProcessingException e) {
            @Nullable JsonLocation place = e.getLocation();
            throw unreadable(
                    "this is not JSON: " + JsonFaults.words(e), place == null ? parser.currentLocation() : place, e);
        } catch (NumberFormatException | ArithmeticException e) {
            // Jackson lets these through for an exponent that no BigDecimal has.
            throw unreadable(
                    "this JSON is beyond what is read: the exponent is too large for any number",
                    parser.currentTokenLocation(),
                    e);
        }
    }

    /**
     * The characters of a file in UTF-8, without the byte order mark that may stand at its beginning.
     *
     * @throws UnreadableJsonException when it is not UTF-8, with the place of the first byte that is none
     */
    public static String decode(byte[] utf8) throws UnreadableJsonException {
        try {
            return new String(StrictUtf8.decode(utf8));
        } catch (MalformedUtf8Exception e) {
            throw notUtf8(e);
        }
    }

    private static UnreadableJsonException notUtf8(MalformedUtf8Exception e) {
        String before = e.before();
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return new UnreadableJsonException("this is not UTF-8: " + e.getMessage(), line, column, before.length(), e);
    }

    private static UnreadableJsonException unreadable(String message, JsonLocation place, Exception cause) {
        return new UnreadableJsonException(
                message, place.getLineNr(), place.getColumnNr(), place.getCharOffset(), cause);
    }
}
