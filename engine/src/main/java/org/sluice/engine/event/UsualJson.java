package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON as nearly all messages have it: ASCII without escapes, numbers of at most 18 digits, objects with few members, none of them
 * twice, few levels. Gives the trees that {@link JsonText} gives, in a third of the time, or nothing: whatever is not so usual, faults among it, is
 * left to {@link JsonText}, which alone says what is wrong.
 *
 * <p>Jackson's parser of bytes is no substitute: its table of names is copied for each message that brings a new one, and the names of
 * catalogue calls are LFNs. Without that table it decodes all text to characters first. Not thread-safe; one for each message.
 */
final class UsualJson {

    /** One value of a message with its own bytes. */
    record Element(JsonNode tree, byte[] bytes) {}

    /** What a message holds: the elements of its array, or its only value. */
    record Body(boolean isArray, List<Element> elements) {}

    /** Well below the limit of {@link JsonText}, from which on depth has to be explained. */
    private static final int DEEPEST = 20;

    /** Digits that are a long whatever they are. */
    private static final int MOST_DIGITS = 18;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final NameCache NAMES = new NameCache();

    private final byte[] bytes;
    private int at;

    private UsualJson(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What these bytes hold, or empty where {@link JsonText} has to read them. */
    static Optional<Body> read(byte[] bytes) {
        try {
            return Optional.of(new UsualJson(bytes).body());
        } catch (Unusual unusual) {
            return Optional.empty();
        }
    }

    private Body body() throws Unusual {
        skipBlanks();
        Body body = here() == '[' ? new Body(true, elements()) : new Body(false, List.of(new Element(value(0), bytes)));
        skipBlanks();
        if (at < bytes.length) {
            throw Unusual.HERE;
        }
        return body;
    }

    private List<Element> elements() throws Unusual {
        List<Element> elements = new ArrayList<>();
        do {
            at++;
            skipBlanks();
            int from = at;
            JsonNode tree = value(0);
            elements.add(new Element(tree, Arrays.copyOfRange(bytes, from, at)));
            skipBlanks();
        } while (here() == ',');
        pass(']');
        return elements;
    }

    private JsonNode value(int depth) throws Unusual {
        return switch (here()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> JSON.textNode(text());
            case 't' -> literal("true", JSON.booleanNode(true));
            case 'f' -> literal("false", JSON.booleanNode(false));
            case 'n' -> literal("null", JSON.nullNode());
            default -> number();
        };
    }

    private ObjectNode object(int depth) throws Unusual {
        refuseDeep(depth);
        Members members = new Members();
        pass('{');
        skipBlanks();
        if (here() != '}') {
            member(members, depth);
            while (here() == ',') {
                at++;
                skipBlanks();
                member(members, depth);
            }
        }
        pass('}');
        return new ObjectNode(JSON, members);
    }

    private void member(Members members, int depth) throws Unusual {
        String name = name();
        skipBlanks();
        pass(':');
        skipBlanks();
        if (!members.add(name, value(depth))) {
            throw Unusual.HERE;
        }
        skipBlanks();
    }

    private ArrayNode array(int depth) throws Unusual {
        refuseDeep(depth);
        ArrayNode array = JSON.arrayNode();
        pass('[');
        skipBlanks();
        if (here() != ']') {
            array.add(value(depth));
            skipBlanks();
            while (here() == ',') {
                at++;
                skipBlanks();
                array.add(value(depth));
                skipBlanks();
            }
        }
        pass(']');
        return array;
    }

    private String text() throws Unusual {
        int from = at + 1;
        int to = from;
        while (to < bytes.length && isPlain(bytes[to])) {
            to++;
        }
        at = to;
        pass('"');
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String name() throws Unusual {
        pass('"');
        int from = at;
        int to = from;
        int hash = 0;
        while (to < bytes.length && isPlain(bytes[to])) {
            hash = 31 * hash + bytes[to++];
        }
        at = to;
        pass('"');
        return NAMES.text(bytes, from, to, hash);
    }

    /** Whether texts hold the character as it is; bytes of other characters than ASCII's are below zero. */
    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
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
        long digits = digits(0);
        int whole = at - from;
        if (whole > 1 && bytes[from] == '0') {
            throw Unusual.HERE;
        }
        int scale = 0;
        if (here() == '.') {
            at++;
            digits = digits(digits);
            scale = at - from - whole - 1;
        }
        if (whole + scale > MOST_DIGITS || here() == 'e' || here() == 'E') {
            throw Unusual.HERE;
        }
        long value = negative ? -digits : digits;
        if (scale > 0) {
            return DecimalNode.valueOf(BigDecimal.valueOf(value, scale));
        }
        return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
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
        for (int b = here(); b == ' ' || b == '\n' || b == '\r' || b == '\t'; b = here()) {
            at++;
        }
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
    private static final class Unusual extends Exception {
        static final Unusual HERE = new Unusual();

        private Unusual() {
            super(null, null, false, false);
        }
    }
}
