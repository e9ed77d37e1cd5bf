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
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
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
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(utf8);
        CharBuffer out = CharBuffer.allocate(utf8.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (result.isError()) {
            throw notUtf8(unmarked, utf8[in.position()]);
        }
        return unmarked;
    }

    private static UnreadableJsonException notUtf8(String before, byte found) {
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        String message =
                "this is not UTF-8: no character begins or goes on with the byte 0x%02X".formatted(found & 0xFF);
        return new UnreadableJsonException(message, line, column, before.length(), null);
    }

    private static UnreadableJsonException unreadable(String message, JsonLocation place, Exception cause) {
        return new UnreadableJsonException(
                message, place.getLineNr(), place.getColumnNr(), place.getCharOffset(), cause);
    }
}
