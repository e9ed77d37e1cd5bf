package org.sluice.engine.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One event in one of the forms in which messages carry it. */
interface EventForm {

    /** The event's own JSON, in the form in which it came. */
    ObjectNode json();

    /** The id that the producer gave, in the form in which it is kept. */
    Optional<String> givenId() throws Refusal;

    /** The event. */
    FileEvent read(Instant receivedAt) throws Refusal;

    /** What an object of a message carries: one event, or several where a catalogue call names several LFNs. */
    static List<? extends EventForm> in(ObjectNode object) throws Refusal {
        if (object.has("specversion")) {
            return List.of(new CloudEvent(object));
        }
        if (object.has("event")) {
            return List.of(new PlainEvent(object));
        }
        if (object.has("method")) {
            return CatalogueMethod.of(object) == CatalogueMethod.SET_METADATA
                    ? MetadataCall.split(object)
                    : LfnCall.split(object);
        }
        throw new Refusal(
                RejectionReason.MISSING_FIELD,
                "The field \"event\", which names the kind of event, is missing; neither is this a CloudEvent"
                        + " (\"specversion\") or a catalogue call (\"method\").");
    }
}
