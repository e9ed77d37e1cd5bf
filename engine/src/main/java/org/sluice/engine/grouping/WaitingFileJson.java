package org.sluice.engine.grouping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sluice.engine.json.StrictJson;
import org.sluice.engine.json.UnreadableJsonException;

/**
 * Files for a dry run: {@code {"lfn":"/vo/a", "size":123, "replicas":["SE1","SE2"]}}. The size, in bytes, and the
 * replicas may be absent or {@code null}; one storage element may stand by itself; other members are read over, so that
 * {@code FileRegistered} events are files too. Safe for any number of threads.
 */
public final class WaitingFileJson {
    private static final BigDecimal MOST_BYTES = BigDecimal.valueOf(Long.MAX_VALUE);

    private WaitingFileJson() {}

    /**
     * The file that a line is.
     *
     * @throws IllegalArgumentException when it is none, with a sentence that says why (with the column for what is not
     *     JSON)
     */
    public static WaitingFile read(String line) {
        try {
            return read(StrictJson.read(line));
        } catch (UnreadableJsonException e) {
            throw new IllegalArgumentException("column %d: %s".formatted(e.column(), e.getMessage()), e);
        }
    }

    /** The same of parsed JSON. */
    public static WaitingFile read(JsonNode json) {
        if (!(json instanceof ObjectNode)) {
            throw new IllegalArgumentException(
                    "a file is an object such as {\"lfn\":\"/vo/a\", \"size\":123, \"replicas\":[\"SE1\"]}");
        }
        String lfn = given(json, "lfn")
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> text.startsWith("/"))
                .orElseThrow(() -> wrong("lfn", "an absolute path", json));
        return WaitingFile.of(lfn, size(json), replicas(json));
    }

    private static OptionalLong size(JsonNode file) {
        return given(file, "size")
                .map(size -> OptionalLong.of(bytes(file, size)))
                .orElse(OptionalLong.empty());
    }

    private static long bytes(JsonNode file, JsonNode size) {
        if (size.isNumber()) {
            BigDecimal bytes = size.decimalValue();
            boolean inside = bytes.signum() >= 0 && bytes.compareTo(MOST_BYTES) <= 0;
            if (inside && bytes.stripTrailingZeros().scale() <= 0) {
                return bytes.longValueExact();
            }
        }
        throw wrong("size", "a whole number of bytes", file);
    }

    private static List<String> replicas(JsonNode file) {
        List<String> names = new ArrayList<>();
        given(file, "replicas").ifPresent(replicas -> {
            if (!replicas.isArray() && !replicas.isTextual()) {
                throw wrong("replicas", "a list of storage elements", file);
            }
            (replicas.isArray() ? replicas : List.of(replicas)).forEach(replica -> {
                if (!replica.isTextual() || replica.textValue().isBlank()) {
                    throw wrong("replicas", "a list of names of storage elements", file);
                }
                names.add(replica.textValue());
            });
        });
        return names;
    }

    private static Optional<JsonNode> given(JsonNode file, String member) {
        return Optional.ofNullable(file.get(member)).filter(value -> !value.isNull());
    }

    private static IllegalArgumentException wrong(String member, String wanted, JsonNode file) {
        JsonNode found = file.path(member);
        return new IllegalArgumentException(
                "\"%s\" must be %s; found %s".formatted(member, wanted, found.isMissingNode() ? "nothing" : found));
    }
}
