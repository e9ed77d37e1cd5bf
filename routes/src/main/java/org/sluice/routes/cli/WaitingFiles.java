package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sluice.engine.grouping.WaitingFile;

/** Files to be grouped, one a line: {@code {"lfn":…, "size":bytes, "replicas":["SE1","SE2"]}}. */
final class WaitingFiles {
    private static final Set<String> MEMBERS = Set.of("lfn", "size", "replicas");

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
        JsonNode json;
        try {
            json = Json.text(line);
        } catch (CommandFailedException e) {
            throw new CommandFailedException(lines.place() + ": " + e.getMessage(), e);
        }
        if (!json.isObject()) {
            throw bad(lines, "a file is an object, {\"lfn\":…, \"size\":bytes, \"replicas\":[…]}");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw bad(lines, "a file has no \"%s\", only \"lfn\", \"size\" and \"replicas\"".formatted(name));
            }
        });
        return new WaitingFile(lfn(json.path("lfn"), lines), size(json.path("size"), lines), replicas(json, lines));
    }

    private static String lfn(JsonNode lfn, Lines lines) {
        if (!lfn.isTextual() || !lfn.textValue().startsWith("/")) {
            throw bad(lines, "\"lfn\" must be an absolute path");
        }
        return lfn.textValue();
    }

    private static OptionalLong size(JsonNode size, Lines lines) {
        if (size.isMissingNode() || size.isNull()) {
            return OptionalLong.empty();
        }
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw bad(lines, "\"size\" must be a whole number of bytes, not " + size);
        }
        return OptionalLong.of(size.longValue());
    }

    private static SortedSet<String> replicas(JsonNode file, Lines lines) {
        JsonNode replicas = file.path("replicas");
        SortedSet<String> names = new TreeSet<>();
        if (replicas.isMissingNode() || replicas.isNull()) {
            return names;
        }
        if (!replicas.isArray()) {
            throw bad(lines, "\"replicas\" must be a list of storage elements, not " + replicas);
        }
        for (JsonNode name : replicas) {
            if (!name.isTextual() || name.textValue().isBlank()) {
                throw bad(lines, "\"replicas\" must hold names of storage elements, not " + name);
            }
            names.add(name.textValue());
        }
        return names;
    }

    private static CommandFailedException bad(Lines lines, String reason) {
        return new CommandFailedException(lines.place() + ": " + reason);
    }
}
