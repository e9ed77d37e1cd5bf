package org.sluice.routes.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.grouping.WaitingFileJson;

/** Files to be grouped, one a line, as {@link WaitingFileJson} has them; lines of a catalogue dump are such. */
final class WaitingFiles {
    private WaitingFiles() {}

    static List<WaitingFile> read(Path file, Terminal terminal) {
        List<WaitingFile> files = new ArrayList<>();
        Set<String> lfns = new HashSet<>();
        try (Lines lines = Lines.open(file, terminal)) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                WaitingFile waiting = file(line.get(), lines);
                if (!lfns.add(waiting.lfn())) {
                    throw bad(lines, "the LFN %s was on an earlier line".formatted(waiting.lfn()));
                }
                files.add(waiting);
            }
        }
        return files;
    }

    private static WaitingFile file(byte[] line, Lines lines) {
        try {
            return WaitingFileJson.read(Json.text(line));
        } catch (CommandFailedException | IllegalArgumentException e) {
            throw new CommandFailedException(lines.place() + ": " + e.getMessage(), e);
        }
    }

    private static CommandFailedException bad(Lines lines, String reason) {
        return new CommandFailedException(lines.place() + ": " + reason);
    }
}
