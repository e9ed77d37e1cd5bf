package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sluice.engine.json.Members;

/**
 * The members of a JSON object by their types. A member that is null counts as absent. Refusals name the member by its
 * path in the message.
 */
final class Fields {

    private static final int LONGEST_NAME = 255;

    /** Far beyond every double, and small enough that nobody who expands the number runs out of memory. */
    private static final int LARGEST_EXPONENT = 1000;

    private final ObjectNode node;
    private final String path;

    private Fields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    static Fields of(ObjectNode node) {
        return new Fields(node, "");
    }

    /** The members of an object below this one. */
    Fields below(String name, ObjectNode object) {
        return new Fields(object, path + name + ".");
    }

    String label(String name) {
        return "\"" + path + name + "\"";
    }

    Optional<JsonNode> value(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    JsonNode required(String name) throws Refusal {
        return value(name).orElseThrow(() -> missing(name));
    }

    Refusal missing(String name) {
        return new Refusal(RejectionReason.MISSING_FIELD, "The field " + label(name) + " is missing.");
    }

    Refusal wrong(String name, String expected, JsonNode found) {
        return new Refusal(
                RejectionReason.WRONG_TYPE,
                "The field " + label(name) + " must be " + expected + ", found " + Shown.value(found) + ".");
    }

    Optional<String> text(String name) throws Refusal {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isTextual()) {
            throw wrong(name, "a text", value.get());
        }
        return value.map(JsonNode::textValue);
    }

    String requiredText(String name) throws Refusal {
        return text(name).orElseThrow(() -> missing(name));
    }

    String nonEmptyText(String name) throws Refusal {
        String text = requiredText(name);
        if (text.isEmpty()) {
            throw wrong(name, "a text that is not empty", node.get(name));
        }
        return text;
    }

    /** A text, or an integer by its digits: identifiers are often numbers. */
    Optional<String> identifier(String name) throws Refusal {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isTextual() && !value.get().isIntegralNumber()) {
            throw wrong(name, "a text or an integer", value.get());
        }
        return value.map(JsonNode::asText);
    }

    /** The member {@code id}; an empty one counts as absent, for it would make one event of all that have it. */
    Optional<String> id() throws Refusal {
        return identifier("id").filter(id -> !id.isEmpty());
    }

    Optional<ObjectNode> object(String name) throws Refusal {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isObject()) {
            throw wrong(name, "an object", value.get());
        }
        return value.map(ObjectNode.class::cast);
    }

    /** Bytes: a whole number from 0 to 2⁶³−1, also when it is written 5.0 or 1e3. */
    OptionalLong size(String name) throws Refusal {
        Optional<JsonNode> value = value(name);
        return value.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(whole(name, value.get(), 0, Long.MAX_VALUE, "a number of bytes, 0 or more"));
    }

    /** The number of a row: a whole number from 1 to 2³¹−1. */
    int number(String name) throws Refusal {
        return (int) whole(name, required(name), 1, Integer.MAX_VALUE, "a whole number from 1 to 2147483647");
    }

    private long whole(String name, JsonNode value, long least, long most, String expected) throws Refusal {
        if (value.isNumber()) {
            try {
                long whole = value.decimalValue().longValueExact();
                if (whole >= least && whole <= most) {
                    return whole;
                }
            } catch (ArithmeticException e) {
                throw wrong(name, expected, value);
            }
        }
        throw wrong(name, expected, value);
    }

    /** Names of SEs, each once: an array of them, or one by itself. */
    List<String> storageElements(String name) throws Refusal {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get().isTextual()) {
            return List.of(storageElement(name, -1, value.get()));
        }
        if (!value.get().isArray()) {
            throw wrong(name, "an array of names of SEs", value.get());
        }
        return value.get().size() == 1
                ? List.of(storageElement(name, 0, value.get().get(0)))
                : storageElements(name, value.get());
    }

    private List<String> storageElements(String name, JsonNode array) throws Refusal {
        Set<String> names = new LinkedHashSet<>();
        int i = 0;
        for (JsonNode element : array) {
            names.add(storageElement(name, i++, element));
        }
        return List.copyOf(names);
    }

    List<String> requiredStorageElements(String name) throws Refusal {
        List<String> names = storageElements(name);
        if (names.isEmpty()) {
            throw new Refusal(
                    RejectionReason.MISSING_FIELD, "The field " + label(name) + " must name at least one SE.");
        }
        return names;
    }

    private String storageElement(String name, int place, JsonNode value) throws Refusal {
        String text = value.isTextual() ? value.textValue() : "";
        if (!isStorageElement(text)) {
            throw wrong(
                    place < 0 ? name : name + "[" + place + "]",
                    "the name of an SE (1 to 255 characters, no comma, no control character)",
                    value);
        }
        return text;
    }

    /** Whether an SE may have this name. */
    static boolean isStorageElement(String text) {
        return !text.isBlank() && text.length() <= LONGEST_NAME && isNameable(text);
    }

    /** DIRAC joins the SEs of a target with commas, in a utf8mb3 column. */
    private static boolean isNameable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c < ' ' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** Names and their values; an absent member is an empty map. */
    Map<String, JsonNode> metadata(String name) throws Refusal {
        Optional<ObjectNode> object = object(name);
        if (object.isEmpty()) {
            return Map.of();
        }
        return checked(name, object.get());
    }

    private Map<String, JsonNode> checked(String name, ObjectNode object) throws Refusal {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            checkName(name, member.getKey());
            refuseHugeNumbers(name, member.getKey(), member.getValue());
        }
        return Members.copyOf(object.properties());
    }

    Map<String, JsonNode> requiredMetadata(String name) throws Refusal {
        required(name);
        return metadata(name);
    }

    private void checkName(String name, String key) throws Refusal {
        if (!isMetadataName(key)) {
            throw new Refusal(
                    RejectionReason.WRONG_TYPE,
                    "The field " + label(name) + " holds the name " + Shown.text(key) + " of " + key.length()
                            + " characters; metadata names have 1 to 255.");
        }
    }

    /** Whether metadata may have this name. */
    static boolean isMetadataName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_NAME;
    }

    /** One JSON value that is neither an object nor an array. */
    JsonNode scalar(String name) throws Refusal {
        JsonNode value = required(name);
        if (value.isContainerNode()) {
            throw wrong(name, "a text, a number or a boolean", value);
        }
        refuseHugeNumbers(name, value);
        return value;
    }

    private void refuseHugeNumbers(String object, String name, JsonNode value) throws Refusal {
        // The path is put together only for what may be refused.
        if (value.isBigDecimal() || value.isContainerNode()) {
            refuseHugeNumbers(object + "." + Shown.cut(name, LONGEST_NAME), value);
        }
    }

    private void refuseHugeNumbers(String name, JsonNode value) throws Refusal {
        if (value.isBigDecimal()) {
            long exponent = (long) value.decimalValue().precision()
                    - value.decimalValue().scale();
            if (Math.abs(exponent) > LARGEST_EXPONENT) {
                throw wrong(name, "a number with an exponent from -1000 to 1000", value);
            }
        }
        for (JsonNode child : value) {
            refuseHugeNumbers(name, child);
        }
    }
}
