package org.sluice.engine.trigger;

import org.sluice.engine.event.FileEvent.OfFile;
import org.sluice.engine.file.FileRecord;

/**
 * What a batch changes in what is known of one file.
 *
 * @param lastEventId the last event of the batch about this file
 */
record FileChange(FileRecord before, FileRecord after, String lastEventId) {

    static FileChange of(FileRecord before, OfFile event) {
        return new FileChange(before, before.after(event), event.header().id());
    }

    /** A file that is looked at again though nothing was said of it. */
    static FileChange none(FileRecord record) {
        return new FileChange(record, record, "");
    }

    FileChange then(OfFile event) {
        return new FileChange(before, after.after(event), event.header().id());
    }

    boolean isChange() {
        return !after.equals(before);
    }

    /** Whether the file was removed, whatever came after that. */
    boolean endsGeneration() {
        return after.generation() > before.generation();
    }

    /** Whether a plugin may decide otherwise about a file that waits. */
    boolean concernsGrouping() {
        return after.registered().isPresent() != before.registered().isPresent()
                || !after.storageElements().equals(before.storageElements())
                || !after.sizeBytes().equals(before.sizeBytes());
    }
}
