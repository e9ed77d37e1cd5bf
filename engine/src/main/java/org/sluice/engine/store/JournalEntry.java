package org.sluice.engine.store;

import java.time.Instant;

/**
 * An event for the journal.
 *
 * @param kind for example {@code FileRegistered}
 * @param subject the LFN or directory it is about; empty where it is about neither
 * @param body the event's own JSON text
 */
public record JournalEntry(String eventId, String kind, String subject, Instant time, Instant received, String body) {}
