package org.sluice.engine.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.json.JsonFaults;
import org.sluice.engine.json.MalformedUtf8Exception;
import org.sluice.engine.json.StrictUtf8;

/**
 * JSON text that came in a message: strict UTF-8, cut into the elements of an array with their own bytes, read into
 * trees within limits. Not thread-safe; one for each message.
 *
 * <p>Characters are parsed, not bytes: Jackson's byte parser guesses UTF-16 and lets overlong forms pass, and keeps a
 * table of member names, which in catalogue calls are LFNs.
 */
final class JsonText {

    private static final int DEEPEST = 100;
    private static final int LONGEST_NUMBER = 1000;

    /** Only cuts: what one element exceeds must not cost its neighbours. */
    private static final JsonFactory CUTTING = factory(1000, EventCodec.MAX_BODY_BYTES);

    /** Only looks: whose a body is can be told however deep it nests. */
    private static final JsonFactory LOOKING = factory(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final ObjectReader READER = JsonMapper.builder(factory(DEEPEST, LONGEST_NUMBER))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private static final ObjectMapper WRITER = JsonMapper.builder().build();

    private final byte[] bytes;
    private final char[] chars;

    private JsonText(byte[] bytes, char[] chars) {
        this.bytes = bytes;
        this.chars = chars;
    }

    /** The text of these bytes; a byte order mark at the beginning is passed over, as RFC 8259 allows. */
    static JsonText of(byte[] bytes) throws Refusal {
        try {
            return new JsonText(bytes, StrictUtf8.decode(bytes));
        } catch (MalformedUtf8Exception e) {
            throw new Refusal(
                    RejectionReason.MALFORMED_UTF8,
                    "The body is not UTF-8: %s at offset %d.".formatted(e.getMessage(), e.offset()));
        }
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isArray() {
        for (char c : chars) {
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return c == '[';
            }
        }
        return false;
    }

    /** The elements of this array, each with its own bytes; the whole is known to be JSON afterwards. */
    List<JsonText> elements() throws Refusal {
        List<JsonText> elements = new ArrayList<>();
        try (JsonParser parser = CUTTING.createParser(chars)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int from = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                elements.add(part(from, (int) parser.currentLocation().getCharOffset()));
            }
            refuseMore(parser);
        } catch (IOException e) {
            throw malformed(e);
        }
        return elements;
    }

    private JsonText part(int from, int to) {
        char[] part = Arrays.copyOfRange(chars, from, to);
        // As many characters as bytes: all of them are ASCII, and the offsets are the same.
        byte[] own = chars.length == bytes.length
                ? Arrays.copyOfRange(bytes, from, to)
                : new String(part).getBytes(StandardCharsets.UTF_8);
        return new JsonText(own, part);
    }

    /** The tokens of this text, whatever its value is like; numbers are not to be converted. */
    JsonParser tokens() throws IOException {
        return LOOKING.createParser(chars);
    }

    /** The one value of this text. */
    JsonNode tree() throws Refusal {
        try (JsonParser parser = READER.getFactory().createParser(chars)) {
            if (parser.nextToken() == null) {
                throw new Refusal(RejectionReason.MALFORMED_JSON, "The body is empty; a JSON object was expected.");
            }
            JsonNode tree = READER.readTree(parser);
            refuseMore(parser);
            if (mayHoldHalfCharacters()) {
                refuseHalfCharacters(tree);
            }
            return tree;
        } catch (MismatchedInputException e) {
            throw new Refusal(
                    RejectionReason.MALFORMED_JSON,
                    "A name stands twice in one JSON object, and nothing says which value counts"
                            + place(e.getLocation()) + ".");
        } catch (NumberFormatException e) {
            // Jackson lets this through for an exponent of more than ten digits.
            throw new Refusal(
                    RejectionReason.MALFORMED_JSON, "A number in the body has an exponent too large for any number.");
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** A tree as compact UTF-8. */
    static byte[] write(JsonNode tree) {
        try {
            return WRITER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A JSON tree could not be written", e);
        }
    }

    private static void refuseMore(JsonParser parser) throws IOException, Refusal {
        if (parser.nextToken() != null) {
            throw new Refusal(
                    RejectionReason.MALFORMED_JSON,
                    "The body goes on after its JSON value" + place(parser.currentTokenLocation())
                            + "; put several events into an array.");
        }
    }

    private static Refusal malformed(IOException e) {
        if (!(e instanceof JsonProcessingException json)) {
            throw new UncheckedIOException("Characters in memory could not be read", e);
        }
        String fault = JsonFaults.words(json);
        return new Refusal(
                RejectionReason.MALFORMED_JSON,
                "The body is not JSON that can be read: " + Shown.cut(fault, 300) + place(json.getLocation()) + ".");
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }

    /** Whether an escape stands here that might be one half of a surrogate pair, {@code \}{@code ud800} to {@code dfff}. */
    private boolean mayHoldHalfCharacters() {
        for (int i = 0; i + 3 < chars.length; i++) {
            if (chars[i] == '\\'
                    && chars[i + 1] == 'u'
                    && (chars[i + 2] | 0x20) == 'd'
                    && Character.digit(chars[i + 3], 16) >= 8) {
                return true;
            }
        }
        return false;
    }

    private static void refuseHalfCharacters(JsonNode tree) throws Refusal {
        if (tree.isTextual()) {
            refuseHalfCharacters(tree.textValue());
        }
        for (var member : tree.properties()) {
            refuseHalfCharacters(member.getKey());
        }
        for (JsonNode child : tree) {
            refuseHalfCharacters(child);
        }
    }

    private static void refuseHalfCharacters(String text) throws Refusal {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new Refusal(
                    RejectionReason.MALFORMED_UTF8,
                    "A text holds one half of a surrogate pair as an escape (\\ud800 to \\udfff); no UTF-8 exists for it.");
        }
    }

    private static JsonFactory factory(int deepest, int longestNumber) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(deepest)
                        .maxNumberLength(longestNumber)
                        .maxNameLength(EventCodec.MAX_BODY_BYTES)
                        .maxStringLength(EventCodec.MAX_BODY_BYTES)
                        .build())
                .build();
    }
}
