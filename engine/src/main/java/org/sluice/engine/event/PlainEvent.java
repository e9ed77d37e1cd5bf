package org.sluice.engine.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** An event in Sluice's own form: {@code {"event": kind, …}}. */
record PlainEvent(ObjectNode json) implements EventForm {

    @Override
    public Optional<String> givenId() throws Refusal {
        return Fields.of(json).id().map(EventId::bounded);
    }

    @Override
    public FileEvent read(Instant receivedAt) throws Refusal {
        Fields fields = Fields.of(json);
        EventKind kind = EventKind.named(fields.requiredText("event"));
        String id = givenId().orElseGet(() -> EventId.ofContent(json));
        return EventReader.read(kind, fields, EventReader.header(id, fields, fields, receivedAt));
    }
}
