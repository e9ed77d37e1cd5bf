package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a catalogue call such as {@code {"method":"addFile","lfns":{"/vo/a":{…}}}} says of one of its LFNs.
 *
 * @param json the call reduced to this LFN
 * @param lfn the LFN; anything else where an array names what is none
 * @param details what the call says of the LFN, null where nothing
 */
record LfnCall(CatalogueMethod method, ObjectNode json, JsonNode lfn, JsonNode details) implements EventForm {

    /** A call is kept once for each of its LFNs; this is how many bytes that may come to. */
    private static final long LARGEST_SUM = 16L * EventCodec.MAX_BODY_BYTES;

    /** DIRAC converts sizes with {@code int()}, and callers hand it digits. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /** DIRAC's clients take LFNs as the names of an object, the elements of an array, or one text. */
    static List<LfnCall> split(ObjectNode call) throws Refusal {
        CatalogueMethod method = CatalogueMethod.of(call);
        JsonNode lfns = Fields.of(call).required("lfns");
        ObjectNode rest = copy(call).without("lfns");
        List<LfnCall> calls = new ArrayList<>();
        if (lfns.isObject()) {
            refuseToMultiply(rest, lfns.size());
            for (Map.Entry<String, JsonNode> entry : lfns.properties()) {
                JsonNode lfn = call.textNode(entry.getKey());
                JsonNode reduced = call.objectNode().set(entry.getKey(), entry.getValue());
                calls.add(new LfnCall(method, copy(rest).set("lfns", reduced), lfn, entry.getValue()));
            }
        } else {
            LinkedHashSet<JsonNode> names = new LinkedHashSet<>();
            (lfns.isArray() ? lfns : call.arrayNode().add(lfns)).forEach(names::add);
            refuseToMultiply(rest, names.size());
            for (JsonNode lfn : names) {
                JsonNode reduced = call.arrayNode().add(lfn);
                calls.add(new LfnCall(method, copy(rest).set("lfns", reduced), lfn, NullNode.getInstance()));
            }
        }
        if (calls.isEmpty()) {
            throw new Refusal(RejectionReason.MISSING_FIELD, "The field \"lfns\" must name at least one LFN.");
        }
        return calls;
    }

    private static ObjectNode copy(ObjectNode call) {
        ObjectNode copy = call.objectNode();
        copy.setAll(call);
        return copy;
    }

    private static void refuseToMultiply(ObjectNode rest, int times) throws Refusal {
        long size = times > 1 ? JsonText.write(rest).length : 0;
        if (size * times > LARGEST_SUM) {
            throw new Refusal(
                    RejectionReason.TOO_LARGE,
                    "The call names %d LFNs and says %d bytes beside, which are kept once for each of them: split it."
                            .formatted(times, size));
        }
    }

    @Override
    public Optional<String> givenId() throws Refusal {
        return Fields.of(json).id().map(id -> EventId.bounded(id + "#" + lfn.asText()));
    }

    @Override
    public FileEvent read(Instant receivedAt) throws Refusal {
        Fields fields = Fields.of(json);
        if (!lfn.isTextual()) {
            throw fields.wrong("lfns", "an object with LFNs as its names, or an array of LFNs", lfn);
        }
        String id = givenId().orElseGet(() -> EventId.ofContent(json));
        EventHeader header = EventReader.header(id, fields, fields, receivedAt);
        String path = LfnRule.file(fields.label("lfns"), lfn.textValue());
        return switch (method) {
            case ADD_FILE -> added(header, path, details(fields));
            case ADD_REPLICA -> new FileEvent.ReplicaRegistered(header, path, replicas(fields));
            case REMOVE_REPLICA -> new FileEvent.ReplicaRemoved(header, path, replicas(fields));
            case REMOVE_FILE -> new FileEvent.FileRemoved(header, path);
            case SET_METADATA -> throw new IllegalArgumentException("setMetadata has no lfns");
        };
    }

    private static FileEvent added(EventHeader header, String path, Fields details) throws Refusal {
        return new FileEvent.FileRegistered(
                header,
                path,
                size(details),
                details.text("Checksum").filter(text -> !text.isEmpty()),
                details.text("GUID").filter(text -> !text.isEmpty()),
                details.storageElements("SE"),
                details.metadata("Metadata"));
    }

    private List<String> replicas(Fields fields) throws Refusal {
        return details(fields).requiredStorageElements("SE");
    }

    private Fields details(Fields fields) throws Refusal {
        String name = "lfns[" + Shown.cut(lfn.asText(), 80) + "]";
        if (details instanceof ObjectNode object) {
            return fields.below(name, object);
        }
        // DIRAC turns a list of LFNs into {lfn: True}.
        if (details.isNull() || details.isBoolean()) {
            return fields.below(name, JsonNodeFactory.instance.objectNode());
        }
        throw fields.wrong(name, "an object", details);
    }

    private static OptionalLong size(Fields details) throws Refusal {
        Optional<String> digits = details.value("Size")
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> DIGITS.matcher(text).matches());
        return digits.isPresent() ? OptionalLong.of(Long.parseLong(digits.get())) : details.size("Size");
    }
}
