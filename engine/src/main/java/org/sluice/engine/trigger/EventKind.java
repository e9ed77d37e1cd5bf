package org.sluice.engine.trigger;

import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.event.FileEvent.FileMetadataSet;

/** The names of event kinds, as messages and the journal have them. */
final class EventKind {
    private EventKind() {}

    static String nameOf(FileEvent event) {
        return event instanceof FileMetadataSet || event instanceof DirectoryMetadataSet
                ? "MetadataSet"
                : event.getClass().getSimpleName();
    }
}
