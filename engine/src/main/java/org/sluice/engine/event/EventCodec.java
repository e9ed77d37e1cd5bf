package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the bodies of messages: one event, an array of events, CloudEvents 1.0 envelopes, calls of DIRAC's file
 * catalogue. The forms, the fields and the reasons for refusal are described in {@code docs/events.md}.
 *
 * <p>Never throws for what a body holds, and nothing in a body vanishes: every event, and everything that stands in the
 * place of one, has its result. Thread-safe.
 */
public final class EventCodec {

    /** The largest body that is read, in bytes (1 MiB). */
    public static final int MAX_BODY_BYTES = 1 << 20;

    /** A codec; it has no state. */
    public EventCodec() {}

    /**
     * The events of one message body.
     *
     * @param body UTF-8 JSON; results may hold this very array, so it must not change afterwards
     * @param receivedAt the time for events that give none, or one more than an hour later
     * @return at least one result; for an array one for each of its elements, in order (for a catalogue call, one for
     *     each of its LFNs). A body that is no JSON, or an empty array, is one rejection
     */
    public List<Decoded> decode(byte[] body, Instant receivedAt) {
        if (body.length > MAX_BODY_BYTES) {
            String sentence = "The body has %d bytes; the most that is read is %d: send fewer events in a message."
                    .formatted(body.length, MAX_BODY_BYTES);
            return List.of(new Decoded.Rejected(RejectionReason.TOO_LARGE, sentence, Optional.empty(), body));
        }
        FileEvent usual = UsualJson.event(body, receivedAt);
        return usual == null ? decodeOther(body, receivedAt) : List.of(new Decoded.Accepted(usual, body));
    }

    private static List<Decoded> decodeOther(byte[] body, Instant receivedAt) {
        return List.copyOf(UsualJson.read(body, receivedAt)
                .map(usual -> decodeUsual(usual, receivedAt))
                .orElseGet(() -> decodeGenerally(body, receivedAt)));
    }

    private static List<Decoded> decodeUsual(UsualJson.Body usual, Instant receivedAt) {
        List<Decoded> results = new ArrayList<>();
        int number = 0;
        for (UsualJson.Element element : usual.elements()) {
            Place place = usual.isArray() ? new Place(++number, usual.elements().size()) : Place.ALONE;
            if (element instanceof UsualJson.Element.Event event) {
                results.add(new Decoded.Accepted(event.event(), event.bytes()));
            } else if (element instanceof UsualJson.Element.Tree tree) {
                decodeTree(tree.tree(), tree.bytes(), place, receivedAt, results);
            }
        }
        return results;
    }

    /** What {@link #decode} does with a body whatever it is like. */
    static List<Decoded> decodeGenerally(byte[] body, Instant receivedAt) {
        List<Decoded> results = new ArrayList<>();
        try {
            JsonText text = JsonText.of(body);
            if (text.isArray()) {
                decodeArray(text.elements(), receivedAt, results);
            } else {
                decodeElement(text, Place.ALONE, receivedAt, results);
            }
        } catch (Refusal refusal) {
            results.add(rejected(refusal, Place.ALONE, Optional.empty(), body));
        }
        return results;
    }

    private static void decodeArray(List<JsonText> elements, Instant receivedAt, List<Decoded> results) throws Refusal {
        if (elements.isEmpty()) {
            throw new Refusal(RejectionReason.MISSING_FIELD, "The array is empty; it should hold events.");
        }
        int number = 0;
        for (JsonText element : elements) {
            decodeElement(element, new Place(++number, elements.size()), receivedAt, results);
        }
    }

    private static void decodeElement(JsonText text, Place place, Instant receivedAt, List<Decoded> results) {
        try {
            decodeTree(text.tree(), text.bytes(), place, receivedAt, results);
        } catch (Refusal refusal) {
            results.add(rejected(refusal, place, Optional.empty(), text.bytes()));
        }
    }

    private static void decodeTree(
            JsonNode tree, byte[] bytes, Place place, Instant receivedAt, List<Decoded> results) {
        try {
            if (!(tree instanceof ObjectNode object)) {
                String nested = tree.isArray() ? "; arrays of events are not nested" : "";
                throw new Refusal(
                        RejectionReason.WRONG_TYPE,
                        "An event must be a JSON object, found " + Shown.value(tree) + nested + ".");
            }
            List<? extends EventForm> forms = EventForm.in(object);
            for (EventForm form : forms) {
                byte[] own = forms.size() == 1 ? bytes : JsonText.write(form.json());
                results.add(decodeForm(form, own, place, receivedAt));
            }
        } catch (Refusal refusal) {
            results.add(rejected(refusal, place, Optional.empty(), bytes));
        }
    }

    private static Decoded decodeForm(EventForm form, byte[] own, Place place, Instant receivedAt) {
        try {
            return new Decoded.Accepted(form.read(receivedAt), own);
        } catch (Refusal refusal) {
            return rejected(refusal, place, givenId(form), own);
        }
    }

    private static Optional<String> givenId(EventForm form) {
        try {
            return form.givenId();
        } catch (Refusal unreadable) {
            // The event is refused already, for this or for another fault; it is only nameless.
            return Optional.empty();
        }
    }

    private static Decoded rejected(Refusal refusal, Place place, Optional<String> id, byte[] body) {
        return new Decoded.Rejected(refusal.reason(), refusal.sentence() + place.words(), id, body);
    }

    /** Which element of the body's array an event is; put into words only for a refusal. */
    private record Place(int number, int of) {

        static final Place ALONE = new Place(0, 0);

        String words() {
            return of == 0 ? "" : " (Element " + number + " of " + of + ".)";
        }
    }
}
