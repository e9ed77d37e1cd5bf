package org.sluice.engine.transformation;

import java.util.Optional;
import org.sluice.engine.event.FileEvent.TaskStatusChanged;
import org.sluice.engine.file.Stamp;

/**
 * A task as the tables have it. Immutable; {@link #after} gives the next state. Of two events about it the later holds,
 * for the status and for the external id each by itself, so that the order in which they arrive does not matter.
 *
 * @param status {@code ExternalStatus}
 * @param externalId the number of the job or request, {@code 0} before there is one; whole, however long
 * @param targetSe the storage elements it is for, whole
 * @param statusSaid the event that said the status; empty where none did
 * @param externalIdSaid the event that said the external id; empty where none did
 */
public record Task(
        TaskKey key,
        String status,
        String externalId,
        String targetSe,
        Optional<Stamp> statusSaid,
        Optional<Stamp> externalIdSaid) {

    /** A task of which no event told yet. */
    public Task(TaskKey key, String status, String externalId, String targetSe) {
        this(key, status, externalId, targetSe, Optional.empty(), Optional.empty());
    }

    /** The task after an event about it. */
    public Task after(TaskStatusChanged event) {
        Stamp stamp = new Stamp(event.header().time(), event.header().id());
        boolean newStatus = isLater(stamp, statusSaid);
        boolean newId = event.externalId().isPresent() && isLater(stamp, externalIdSaid);
        return new Task(
                key,
                newStatus ? event.status() : status,
                newId ? event.externalId().get() : externalId,
                targetSe,
                newStatus ? Optional.of(stamp) : statusSaid,
                newId ? Optional.of(stamp) : externalIdSaid);
    }

    private static boolean isLater(Stamp stamp, Optional<Stamp> before) {
        return before.filter(said -> said.compareTo(stamp) >= 0).isEmpty();
    }
}
