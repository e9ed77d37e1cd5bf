package org.sluice.engine.dryrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.FileEvent.FileRemoved;
import org.sluice.engine.event.FileEvent.TaskStatusChanged;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.store.memory.MemoryStore;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.engine.trigger.BoundaryListener;
import org.sluice.engine.trigger.Trigger;
import org.sluice.engine.trigger.TriggerSettings;

/** A store in memory with transformations and files that an engine has handled. */
final class Recorded {
    static final Author JANE = new Author("jane", "", "prod");
    static final TriggerSettings SETTINGS = new TriggerSettings(
            new Resources(
                    Map.of("LCG.One.es", List.of("SE-A"), "LCG.Two.es", List.of("SE-B")),
                    Set.of(),
                    Map.of("LCG.One.es", 1.0)),
            Map.of(),
            Map.of(),
            10,
            32,
            Duration.ofMinutes(1),
            false);
    static final Plugins PLUGINS = Plugins.load(Recorded.class.getClassLoader());
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    final MemoryStore store = new MemoryStore(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Trigger trigger = new Trigger(
            store,
            MetadataSchema.empty(),
            SETTINGS,
            PLUGINS,
            Clock.fixed(NOW, ZoneOffset.UTC),
            BoundaryListener.none());
    private int events;

    /** Adds a transformation, given as JSON with apostrophes for quotation marks. */
    int transformation(String json) {
        return store.create(TransformationJson.read(json.replace('\'', '"')), JANE);
    }

    /** Changes one member, as the command line does. */
    void set(int id, String member, String value) {
        store.update(id, now -> TransformationJson.with(now, member, value), JANE);
    }

    /** Does all pending work. */
    void work() {
        while (trigger.work()) {
            // the next step
        }
    }

    void register(String lfn, OptionalLong size, String metadata, String... replicas) {
        handle(new FileRegistered(
                header(), lfn, size, Optional.empty(), Optional.empty(), List.of(replicas), metadata(metadata)));
    }

    void register(String lfn, String metadata, String... replicas) {
        register(lfn, OptionalLong.of(1_000_000_000), metadata, replicas);
    }

    void remove(String lfn) {
        handle(new FileRemoved(header(), lfn));
    }

    void tell(int transformation, int task, String status) {
        handle(new TaskStatusChanged(header(), transformation, task, status, Optional.empty()));
    }

    void handle(FileEvent event) {
        trigger.handle(List.of(new Decoded.Accepted(event, "{}".getBytes(StandardCharsets.UTF_8))), NOW);
    }

    EventHeader header() {
        events++;
        return new EventHeader("event-" + events, NOW.plusSeconds(events), Optional.empty());
    }

    static Map<String, JsonNode> metadata(String json) {
        try {
            Map<String, JsonNode> metadata = new HashMap<>();
            JsonMapper.builder()
                    .build()
                    .readTree(json.replace('\'', '"'))
                    .properties()
                    .forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
            return metadata;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
