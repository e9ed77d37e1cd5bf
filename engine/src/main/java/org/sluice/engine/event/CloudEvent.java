package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** An event in a CloudEvents 1.0 envelope, structured JSON; the rules are those of the CloudEvents specification. */
record CloudEvent(ObjectNode json) implements EventForm {

    private static final String TYPE_PREFIX = "org.sluice.";

    /**
     * Source and id together, with a space between them: a source is a URI reference and has none, so that no two pairs
     * give the same text.
     */
    @Override
    public Optional<String> givenId() throws Refusal {
        Fields fields = Fields.of(json);
        String source = fields.nonEmptyText("source");
        if (source.chars().anyMatch(c -> c <= ' ')) {
            throw fields.wrong("source", "a URI reference, which has no white space", json.get("source"));
        }
        return Optional.of(EventId.bounded(source + " " + fields.nonEmptyText("id")));
    }

    @Override
    public FileEvent read(Instant receivedAt) throws Refusal {
        Fields attributes = Fields.of(json);
        if (!attributes.requiredText("specversion").equals("1.0")) {
            throw attributes.wrong("specversion", "\"1.0\"", json.get("specversion"));
        }
        String id = givenId().orElseThrow();
        EventKind kind = kind(attributes.requiredText("type"));
        Fields data = attributes.below("data", data(attributes));
        Optional<String> inner = data.text("event");
        if (inner.isPresent() && !inner.get().equals(kind.wireName())) {
            throw data.wrong(
                    "event", "\"" + kind.wireName() + "\" as the envelope's type says", data.required("event"));
        }
        Fields ofTime = data.value("time").isPresent() ? data : attributes;
        // Only the data say who produced the event; the envelope may be a gateway's.
        return EventReader.read(kind, data, EventReader.header(id, ofTime, data, receivedAt));
    }

    private static EventKind kind(String type) throws Refusal {
        if (!type.startsWith(TYPE_PREFIX)) {
            throw EventKind.unknown(
                    "a type of event", type, Stream.of(EventKind.values()).map(kind -> TYPE_PREFIX + kind.wireName()));
        }
        return EventKind.named(type.substring(TYPE_PREFIX.length()));
    }

    private static ObjectNode data(Fields attributes) throws Refusal {
        Optional<String> base64 = attributes.text("data_base64");
        if (base64.isEmpty()) {
            return attributes.object("data").orElseThrow(() -> attributes.missing("data"));
        }
        if (attributes.value("data").isPresent()) {
            throw attributes.wrong("data_base64", "absent where \"data\" is given", attributes.required("data_base64"));
        }
        try {
            JsonNode data =
                    JsonText.of(Base64.getDecoder().decode(base64.get())).tree();
            if (data instanceof ObjectNode object) {
                return object;
            }
            throw attributes.wrong("data_base64", "a JSON object in Base64", data);
        } catch (IllegalArgumentException e) {
            throw attributes.wrong("data_base64", "Base64", attributes.required("data_base64"));
        }
    }
}
