package org.sluice.engine.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.FileMetadataSet;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.FileEvent.OfFile;
import org.sluice.engine.event.FileEvent.ReplicaRegistered;
import org.sluice.engine.event.FileEvent.ReplicaRemoved;

/**
 * All that is known of one file, each key with the event that said it. Immutable; {@link #after} gives the next state.
 * Whatever the order in which events arrive, the same events give the same record. A file may be spoken of before it
 * is registered: what is said is kept and takes effect with the registration.
 *
 * @param lfn its logical file name
 * @param generation 1 for the first registration
 * @param registered when it was registered, empty while it was only spoken of
 * @param attributes {@code size}, {@code checksum}, {@code guid}
 * @param replicas storage element to whether a copy is there
 * @param metadata its own metadata
 */
public record FileRecord(
        String lfn,
        int generation,
        Optional<Instant> registered,
        Map<String, Fact> attributes,
        Map<String, Fact> replicas,
        Map<String, Fact> metadata) {

    static final String SIZE = "size";
    static final String CHECKSUM = "checksum";
    static final String GUID = "guid";

    public FileRecord {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        replicas = Collections.unmodifiableMap(new TreeMap<>(replicas));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** A file of which nothing is known yet. */
    public static FileRecord unknown(String lfn) {
        return new FileRecord(lfn, 1, Optional.empty(), Map.of(), Map.of(), Map.of());
    }

    /** Whether an event of this kind changes what is known of a file in a way that this record can take up. */
    public static boolean takes(OfFile event) {
        return event instanceof FileRegistered
                || event instanceof ReplicaRegistered
                || event instanceof ReplicaRemoved
                || event instanceof FileMetadataSet;
    }

    /**
     * The record after an event.
     *
     * @throws IllegalArgumentException for an event of another file, or of a kind that {@link #takes} refuses
     */
    public FileRecord after(OfFile event) {
        if (!event.lfn().equals(lfn)) {
            throw new IllegalArgumentException("an event of " + event.lfn() + " cannot change " + lfn);
        }
        Draft draft = new Draft(this, event.header());
        if (event instanceof FileRegistered e) {
            draft.registered = Optional.of(registered
                    .filter(t -> t.isBefore(e.header().time()))
                    .orElse(e.header().time()));
            e.sizeBytes().ifPresent(size -> draft.say(draft.attributes, SIZE, LongNode.valueOf(size)));
            e.checksum().ifPresent(text -> draft.say(draft.attributes, CHECKSUM, TextNode.valueOf(text)));
            e.guid().ifPresent(text -> draft.say(draft.attributes, GUID, TextNode.valueOf(text)));
            e.replicas().forEach(se -> draft.say(draft.replicas, se, BooleanNode.TRUE));
            e.metadata().forEach((name, value) -> draft.say(draft.metadata, name, value));
        } else if (event instanceof ReplicaRegistered e) {
            e.replicas().forEach(se -> draft.say(draft.replicas, se, BooleanNode.TRUE));
        } else if (event instanceof ReplicaRemoved e) {
            e.replicas().forEach(se -> draft.say(draft.replicas, se, BooleanNode.FALSE));
        } else if (event instanceof FileMetadataSet e) {
            e.metadata().forEach((name, value) -> draft.say(draft.metadata, name, value));
        } else {
            throw new IllegalArgumentException(
                    event.getClass().getSimpleName() + " does not change what is known of a file");
        }
        return draft.toRecord();
    }

    /** The size in bytes, where known. */
    public OptionalLong sizeBytes() {
        Fact size = attributes.get(SIZE);
        return size == null
                ? OptionalLong.empty()
                : OptionalLong.of(size.value().asLong());
    }

    /** The checksum, where known. */
    public Optional<String> checksum() {
        return text(CHECKSUM);
    }

    /** The GUID, where known. */
    public Optional<String> guid() {
        return text(GUID);
    }

    /** The storage elements that hold the file, sorted. */
    public SortedSet<String> storageElements() {
        return replicas.entrySet().stream()
                .filter(replica -> replica.getValue().value().asBoolean())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The file's own metadata that are set. */
    public Map<String, JsonNode> metadataValues() {
        Map<String, JsonNode> values = new TreeMap<>();
        metadata.forEach((name, fact) -> {
            if (!fact.value().isNull()) {
                values.put(name, fact.value());
            }
        });
        return values;
    }

    private Optional<String> text(String attribute) {
        return Optional.ofNullable(attributes.get(attribute))
                .map(fact -> fact.value().asText());
    }

    /** The maps of a record while an event is written into them. */
    private static final class Draft {
        private final FileRecord from;
        private final Stamp stamp;
        private final Map<String, Fact> attributes;
        private final Map<String, Fact> replicas;
        private final Map<String, Fact> metadata;
        private Optional<Instant> registered;

        Draft(FileRecord from, EventHeader header) {
            this.from = from;
            this.stamp = new Stamp(header.time(), header.id());
            this.attributes = new TreeMap<>(from.attributes);
            this.replicas = new TreeMap<>(from.replicas);
            this.metadata = new TreeMap<>(from.metadata);
            this.registered = from.registered;
        }

        void say(Map<String, Fact> facts, String key, JsonNode value) {
            facts.merge(key, new Fact(value, stamp), Fact::later);
        }

        FileRecord toRecord() {
            return new FileRecord(from.lfn, from.generation, registered, attributes, replicas, metadata);
        }
    }
}
