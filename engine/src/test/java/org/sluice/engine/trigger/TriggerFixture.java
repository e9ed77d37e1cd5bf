package org.sluice.engine.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.event.FileEvent.FileMetadataSet;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.FileEvent.FileRemoved;
import org.sluice.engine.event.FileEvent.ReplicaRegistered;
import org.sluice.engine.event.FileEvent.RunEnded;
import org.sluice.engine.event.FileEvent.TaskStatusChanged;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.store.SettableClock;
import org.sluice.engine.store.TransformationRegistry.AttachedFile;
import org.sluice.engine.store.TransformationRegistry.TaskRow;
import org.sluice.engine.store.memory.MemoryStore;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;

/** A trigger on a store in memory, and short words for events and transformations. */
final class TriggerFixture {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final Author AUTHOR = new Author("jane", "", "prod");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PLUGIN_TIMEOUT = Duration.ofMinutes(1);
    private static final int ALL = 1_000_000;

    final SettableClock clock = new SettableClock(NOW);
    final MemoryStore store = new MemoryStore(clock);
    final Trigger trigger = trigger(BoundaryListener.none());
    private int eventNumber;

    Trigger trigger(BoundaryListener listener) {
        return trigger(listener, Plugins.load(TriggerFixture.class.getClassLoader()), PLUGIN_TIMEOUT);
    }

    Trigger trigger(BoundaryListener listener, Plugins plugins, Duration pluginTimeout) {
        return new Trigger(
                store,
                MetadataSchema.empty(),
                new TriggerSettings(Resources.none(), Map.of(), Map.of(), 10, 32, pluginTimeout, true),
                plugins,
                clock,
                listener);
    }

    int transformation(String name, String query, int groupSize, String status) {
        return store.create(definition(name, query, groupSize, status, "Standard"), AUTHOR);
    }

    static TransformationDefinition definition(String name, String query, int groupSize, String status, String plugin) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("TransformationName", name)
                .put("Type", "DataReprocessing")
                .put("Plugin", plugin)
                .put("Status", status)
                .put("GroupSize", groupSize);
        json.set("InputMetaQuery", json(query));
        return TransformationJson.read(json);
    }

    /** A transformation of {@code Standard} with parameters of its own. */
    int transformation(String query, int groupSize, String status, Map<String, String> parameters) {
        return store.create(
                TransformationDefinitions.withParameters(
                        definition("with " + parameters, query, groupSize, status, "Standard"), parameters),
                AUTHOR);
    }

    void setStatus(int id, String status) {
        store.update(id, now -> now.withStatus(status), AUTHOR);
    }

    BatchResult handle(FileEvent... events) {
        return trigger.handle(accepted(events), NOW);
    }

    static List<Decoded.Accepted> accepted(FileEvent... events) {
        return Stream.of(events)
                .map(event -> new Decoded.Accepted(event, "{}".getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** Does all the work that changes of transformations left. */
    void work() {
        while (trigger.work()) {
            // the next step
        }
    }

    EventHeader header() {
        eventNumber++;
        return header("event-" + eventNumber, NOW.plusSeconds(eventNumber));
    }

    static EventHeader header(String id, Instant time) {
        return new EventHeader(id, time, Optional.empty());
    }

    FileRegistered registered(String lfn, String metadata, String... replicas) {
        return registered(header(), lfn, metadata, replicas);
    }

    static FileRegistered registered(EventHeader header, String lfn, String metadata, String... replicas) {
        return new FileRegistered(
                header,
                lfn,
                OptionalLong.of(1000),
                Optional.empty(),
                Optional.empty(),
                List.of(replicas),
                metadata(metadata));
    }

    FileMetadataSet metadataSet(String lfn, String metadata) {
        return new FileMetadataSet(header(), lfn, metadata(metadata));
    }

    ReplicaRegistered replica(String lfn, String... ses) {
        return new ReplicaRegistered(header(), lfn, List.of(ses));
    }

    DirectoryMetadataSet directorySet(String directory, String metadata) {
        return new DirectoryMetadataSet(header(), directory, metadata(metadata));
    }

    RunEnded runEnded(String key, String value) {
        return new RunEnded(header(), key, json(value));
    }

    FileRemoved removed(String lfn) {
        return new FileRemoved(header(), lfn);
    }

    /** The notices that were not sent yet, each as {@code kind task type target lfn…}. */
    List<String> notices() {
        List<String> texts = new ArrayList<>();
        store.send(
                1000,
                notices -> notices.forEach(notice -> texts.add(notice.kind().wireName() + " "
                        + notice.taskId() + " " + notice.type() + " " + notice.targetSe() + " "
                        + String.join(" ", notice.lfns()))));
        return texts;
    }

    TaskStatusChanged told(int transformation, int task, String status) {
        return told(header(), transformation, task, status);
    }

    static TaskStatusChanged told(EventHeader header, int transformation, int task, String status) {
        return new TaskStatusChanged(header, transformation, task, status, Optional.empty());
    }

    /** Each file's LFN, status, error count and task. */
    List<String> files(int id) {
        return store.files(id, ALL).stream()
                .map(file -> file.lfn() + " " + file.status() + " " + file.errorCount() + " " + file.taskId())
                .toList();
    }

    /** Each task's number and status. */
    List<String> taskStatuses(int id) {
        return store.tasks(id, ALL).stream()
                .map(task -> task.taskId() + " " + task.status())
                .toList();
    }

    List<String> attached(int id) {
        return store.files(id, ALL).stream().map(AttachedFile::lfn).toList();
    }

    List<String> statuses(int id) {
        return store.files(id, ALL).stream().map(AttachedFile::status).toList();
    }

    /** The tasks of a transformation, each as {@code number target lfn…}. */
    List<String> tasks(int id) {
        return store.tasks(id, ALL).stream().map(TriggerFixture::text).toList();
    }

    private static String text(TaskRow task) {
        return task.taskId() + " " + task.targetSe() + " " + String.join(" ", task.lfns());
    }

    static Map<String, JsonNode> metadata(String text) {
        Map<String, JsonNode> metadata = new HashMap<>();
        json(text).properties().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        return metadata;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static TreeSet<String> sorted(List<String> texts) {
        return new TreeSet<>(texts);
    }
}
