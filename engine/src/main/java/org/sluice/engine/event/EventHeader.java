package org.sluice.engine.event;

import java.time.Instant;
import java.util.Optional;

/**
 * What every event carries.
 *
 * @param id identifies the event: the same id twice is one event. At most 255 characters; a longer id is replaced by
 *     its SHA-256, a missing one by the SHA-256 of the event's canonical JSON
 * @param time when it happened; the time of receipt where the message gives none, or one more than an hour ahead
 * @param producer who said it, where known
 */
public record EventHeader(String id, Instant time, Optional<Producer> producer) {

    /** The origin of an event: the distinguished name and the host of its producer. */
    public record Producer(Optional<String> dn, Optional<String> host) {}
}
