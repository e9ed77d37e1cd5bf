package org.sluice.routes.origin;

import java.util.List;
import java.util.Optional;
import org.sluice.engine.event.FileEvent;

/** The part of the catalogue that an event is about. */
final class Paths {
    private Paths() {}

    /** The LFN or directory; empty for an event that is about neither. */
    static Optional<String> of(FileEvent event) {
        if (event instanceof FileEvent.OfFile file) {
            return Optional.of(file.lfn());
        }
        return event instanceof FileEvent.DirectoryMetadataSet directory
                ? Optional.of(directory.directory())
                : Optional.empty();
    }

    /** Whether prefixes allow it: none allow all, and {@code /vo/prod} allows {@code /vo/prod/a} but not {@code /vo/production}. */
    static boolean covered(Optional<String> path, List<String> prefixes) {
        return prefixes.isEmpty()
                || path.filter(lfn -> prefixes.stream().anyMatch(prefix -> isUnder(lfn, prefix)))
                        .isPresent();
    }

    private static boolean isUnder(String path, String prefix) {
        String folder = prefix.endsWith("/") ? prefix : prefix + "/";
        return path.startsWith(folder) || path.equals(prefix);
    }
}
