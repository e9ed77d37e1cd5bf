package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.event.WordCache.Word;
import org.sluice.engine.json.Members;

/**
 * Reads JSON as nearly all messages have it: ASCII without escapes, numbers of at most 18 digits, objects with few members, none of them
 * twice, few levels. Gives the trees that {@link JsonText} gives, in a third of the time, or nothing: whatever is not so usual, faults among it, is
 * left to {@link JsonText}, which alone says what is wrong. Of the most frequent kind of event it gives the event itself
 * ({@link UsualRegistration}).
 *
 * <p>Jackson's parser of bytes is no substitute: its table of names is copied for each message that brings a new one, and the names of
 * catalogue calls are LFNs. Without that table it decodes all text to characters first. Not thread-safe; one for each message.
 */
final class UsualJson {

    /** One value of a message with its own bytes. */
    sealed interface Element {

        byte[] bytes();

        /** It is an event. */
        record Event(FileEvent event, byte[] bytes) implements Element {}

        /** It may be one. */
        record Tree(JsonNode tree, byte[] bytes) implements Element {}
    }

    /** What a message holds: the elements of its array, or its only value. */
    record Body(boolean isArray, List<Element> elements) {}

    /** Well below the limit of {@link JsonText}, from which on depth has to be explained. */
    private static final int DEEPEST = 20;

    /** Digits that are a long whatever they are. */
    private static final int MOST_DIGITS = 18;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final WordCache WORDS = new WordCache();

    private final byte[] bytes;
    private final Instant receivedAt;
    private int at;
    private Word word = WORDS.beginning();

    private UsualJson(byte[] bytes, Instant receivedAt) {
        this.bytes = bytes;
        this.receivedAt = receivedAt;
    }

    /** What these bytes hold, or empty where {@link JsonText} has to read them. */
    static Optional<Body> read(byte[] bytes, Instant receivedAt) {
        try {
            return Optional.of(new UsualJson(bytes, receivedAt).body());
        } catch (Unusual unusual) {
            return Optional.empty();
        }
    }

    /** The event that these bytes are, or null where {@link #read} has to say what they hold. */
    static @Nullable FileEvent event(byte[] bytes, Instant receivedAt) {
        try {
            UsualJson json = new UsualJson(bytes, receivedAt);
            json.skipBlanks();
            FileEvent event = UsualRegistration.read(json, receivedAt);
            json.passEnd();
            return event;
        } catch (Unusual | Refusal notSo) {
            return null;
        }
    }

    private Body body() throws Unusual {
        skipBlanks();
        Body body = here() == '['
                ? new Body(true, elements())
                : new Body(false, List.of(new Element.Tree(value(0), bytes)));
        passEnd();
        return body;
    }

    private void passEnd() throws Unusual {
        skipBlanks();
        if (at < bytes.length) {
            throw Unusual.HERE;
        }
    }

    private List<Element> elements() throws Unusual {
        List<Element> elements = new ArrayList<>();
        do {
            at++;
            skipBlanks();
            int from = at;
            FileEvent event = event();
            JsonNode tree = event == null ? value(0) : JSON.nullNode();
            byte[] own = Arrays.copyOfRange(bytes, from, at);
            elements.add(event == null ? new Element.Tree(tree, own) : new Element.Event(event, own));
            skipBlanks();
        } while (here() == ',');
        pass(']');
        return elements;
    }

    /** The event that stands here, or null, and nothing is read, where its tree is needed. */
    private @Nullable FileEvent event() {
        int from = at;
        try {
            return UsualRegistration.read(this, receivedAt);
        } catch (Unusual | Refusal notSo) {
            at = from;
            return null;
        }
    }

    /** The value that stands here, so many levels deep. */
    JsonNode value(int depth) throws Unusual {
        return switch (here()) {
            case '{' -> new ObjectNode(JSON, members(depth + 1));
            case '[' -> array(depth + 1);
            case '"' -> JSON.textNode(text());
            case 't' -> literal("true", JSON.booleanNode(true));
            case 'f' -> literal("false", JSON.booleanNode(false));
            case 'n' -> literal("null", JSON.nullNode());
            default -> number();
        };
    }

    private Members members(int depth) throws Unusual {
        refuseDeep(depth);
        Members.Builder members = new Members.Builder();
        if (begins('{', '}')) {
            do {
                if (!members.add(name(), value(depth))) {
                    throw Unusual.HERE;
                }
            } while (goesOn('}'));
        }
        return members.build();
    }

    private ArrayNode array(int depth) throws Unusual {
        refuseDeep(depth);
        ArrayNode array = JSON.arrayNode();
        if (begins('[', ']')) {
            do {
                array.add(value(depth));
            } while (goesOn(']'));
        }
        return array;
    }

    /** Passes the beginning of an object or an array; false, and its end is passed too, where it is empty. */
    boolean begins(char begin, char end) throws Unusual {
        pass(begin);
        skipBlanks();
        if (here() != end) {
            return true;
        }
        at++;
        return false;
    }

    /** Whether another one follows, which stands here then; otherwise the end is passed. */
    boolean goesOn(char end) throws Unusual {
        skipBlanks();
        if (here() == ',') {
            at++;
            skipBlanks();
            return true;
        }
        pass(end);
        return false;
    }

    String text() throws Unusual {
        pass('"');
        int from = at;
        at = UsualText.end(bytes, from);
        pass('"');
        return new String(bytes, from, at - 1 - from, StandardCharsets.ISO_8859_1);
    }

    /** A text that many messages have. */
    String word() throws Unusual {
        pass('"');
        Word guess = WORDS.follower(word, bytes, at);
        if (guess == null) {
            int from = at;
            at = UsualText.end(bytes, from);
            pass('"');
            word = WORDS.word(word, bytes, from, at - 1);
        } else {
            at += guess.text().length() + 1;
            word = guess;
        }
        return word.text();
    }

    /** The name of a member; what stands here afterwards is its value. */
    String name() throws Unusual {
        String name = word();
        skipBlanks();
        pass(':');
        skipBlanks();
        return name;
    }

    private JsonNode literal(String word, JsonNode value) throws Unusual {
        for (int i = 0; i < word.length(); i++) {
            pass(word.charAt(i));
        }
        return value;
    }

    private JsonNode number() throws Unusual {
        boolean negative = here() == '-';
        if (negative) {
            at++;
        }
        int from = at;
        long digits = whole();
        int scale = 0;
        if (here() == '.') {
            int point = at++;
            digits = digits(digits);
            scale = at - point - 1;
            if (at - from > MOST_DIGITS + 1) {
                throw Unusual.HERE;
            }
        }
        refuseExponent();
        long value = negative ? -digits : digits;
        if (scale > 0) {
            return DecimalNode.valueOf(BigDecimal.valueOf(value, scale));
        }
        return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
    }

    /** The whole number that stands here, without a sign. */
    long wholeNumber() throws Unusual {
        long value = whole();
        if (here() == '.') {
            throw Unusual.HERE;
        }
        refuseExponent();
        return value;
    }

    private long whole() throws Unusual {
        int from = at;
        long value = digits(0);
        if (at - from > MOST_DIGITS || at - from > 1 && bytes[from] == '0') {
            throw Unusual.HERE;
        }
        return value;
    }

    private void refuseExponent() throws Unusual {
        if (here() == 'e' || here() == 'E') {
            throw Unusual.HERE;
        }
    }

    /** The digits that stand here, at least one, appended to others; where that exceeds a long, it is refused afterwards. */
    private long digits(long before) throws Unusual {
        int to = at;
        long value = before;
        while (to < bytes.length && bytes[to] >= '0' && bytes[to] <= '9') {
            value = 10 * value + bytes[to++] - '0';
        }
        if (to == at) {
            throw Unusual.HERE;
        }
        at = to;
        return value;
    }

    private void refuseDeep(int depth) throws Unusual {
        if (depth > DEEPEST) {
            throw Unusual.HERE;
        }
    }

    private void skipBlanks() {
        for (int b = here(); b <= ' ' && isBlank(b); b = here()) {
            at++;
        }
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private void pass(char expected) throws Unusual {
        if (here() != expected) {
            throw Unusual.HERE;
        }
        at++;
    }

    /** The byte here; at the end a zero, which JSON has nowhere. */
    private int here() {
        return at < bytes.length ? bytes[at] : 0;
    }

    /** Ends the reading of what is not usual. Says nothing, so that one is enough. */
    static final class Unusual extends Exception {
        static final Unusual HERE = new Unusual();

        private Unusual() {
            super(null, null, false, false);
        }
    }
}
