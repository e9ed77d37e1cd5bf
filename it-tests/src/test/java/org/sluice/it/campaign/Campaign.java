package org.sluice.it.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.it.server.Python;

/**
 * Events and transformations that {@code campaign.py} made, and what it calculated must come of them.
 *
 * @param folder holds {@code events.jsonl}
 * @param schema metadata name to type
 * @param transformations as {@code sluice transformation create} takes them
 * @param attachments transformation name to its LFNs
 * @param replicas LFN to the storage elements that hold it in the end
 */
record Campaign(
        Path folder,
        Map<String, String> schema,
        List<JsonNode> transformations,
        Map<String, Set<String>> attachments,
        Map<String, Set<String>> replicas) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(5);

    static Campaign make(Path folder, int files, int transformations, int seed) {
        try {
            Files.createDirectories(folder);
            Python.run(
                    folder,
                    LIMIT,
                    "campaign.py",
                    folder.toString(),
                    "--files",
                    Integer.toString(files),
                    "--transformations",
                    Integer.toString(transformations),
                    "--seed",
                    Integer.toString(seed));
            JsonNode expected = read(folder.resolve("expected.json"));
            Map<String, String> schema = new HashMap<>();
            read(folder.resolve("schema.json"))
                    .properties()
                    .forEach(e -> schema.put(e.getKey(), e.getValue().asText()));
            List<JsonNode> definitions = new ArrayList<>();
            read(folder.resolve("transformations.json")).forEach(definitions::add);
            Map<String, Set<String>> attachments = new HashMap<>();
            expected.path("attachments").properties().forEach(e -> attachments.put(e.getKey(), texts(e.getValue())));
            Map<String, Set<String>> replicas = new HashMap<>();
            expected.path("replicas").properties().forEach(e -> replicas.put(e.getKey(), texts(e.getValue())));
            return new Campaign(folder, schema, definitions, attachments, replicas);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path events() {
        return folder.resolve("events.jsonl");
    }

    /** What a test holds before its own is made. */
    static Campaign none() {
        return new Campaign(Path.of("."), Map.of(), List.of(), Map.of(), Map.of());
    }

    /** One transformation that makes a task of every file whose {@code kind} is {@code good}: of these, at SE1. */
    static Campaign ofGoodFiles(Path folder, Set<String> lfns) {
        ObjectNode transformation = JSON.createObjectNode()
                .put("TransformationName", "good")
                .put("Type", "DataReprocessing")
                .put("Plugin", "Standard")
                .put("GroupSize", 1)
                .put("Status", "Active");
        transformation.putObject("InputMetaQuery").put("kind", "good");
        return new Campaign(
                folder,
                Map.of("kind", "string"),
                List.of(transformation),
                Map.of("good", lfns),
                lfns.stream().collect(Collectors.toMap(lfn -> lfn, lfn -> Set.of("SE1"))));
    }

    /** The storage elements that hold a file in the end. */
    Set<String> places(String lfn) {
        return replicas.getOrDefault(lfn, Set.of());
    }

    long attachmentCount() {
        return attachments.values().stream().mapToLong(Set::size).sum();
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
