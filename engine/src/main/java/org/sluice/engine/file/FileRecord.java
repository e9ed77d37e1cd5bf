package org.sluice.engine.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.event.FileEvent.FileMetadataSet;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.FileEvent.FileRemoved;
import org.sluice.engine.event.FileEvent.OfFile;
import org.sluice.engine.event.FileEvent.ReplicaRegistered;
import org.sluice.engine.event.FileEvent.ReplicaRemoved;

/**
 * All that is known of one file, each key with the event that said it. Immutable; {@link #after} gives the next state.
 * Whatever the order in which events arrive, the same events give the same record but for the number of the generation,
 * which counts those that were seen to end here. A file may be spoken of before it is registered: what is said is kept
 * and takes effect with the registration.
 *
 * @param lfn its logical file name
 * @param generation 1 at first, one more after each removal that found it registered or left it so that it is not
 * @param registrations the events that registered it in this generation; empty while it was only spoken of. Of more than
 *     {@value #REGISTRATIONS_KEPT} those in the middle are left out
 * @param removed the latest removal: what was said at or before it does not count
 * @param attributes {@code size}, {@code checksum}, {@code guid}
 * @param replicas storage element to whether a copy is there
 * @param metadata its own metadata
 */
public record FileRecord(
        String lfn,
        int generation,
        SortedSet<Stamp> registrations,
        Optional<Stamp> removed,
        Map<String, Fact> attributes,
        Map<String, Fact> replicas,
        Map<String, Fact> metadata) {

    static final String SIZE = "size";
    static final String CHECKSUM = "checksum";
    static final String GUID = "guid";
    /** A catalogue that is loaded anew each night must not make the record grow for ever. */
    static final int REGISTRATIONS_KEPT = 16;

    public FileRecord {
        registrations = Collections.unmodifiableSortedSet(bounded(registrations));
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        replicas = Collections.unmodifiableMap(new TreeMap<>(replicas));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    private static SortedSet<Stamp> bounded(SortedSet<Stamp> stamps) {
        if (stamps.size() <= REGISTRATIONS_KEPT) {
            return new TreeSet<>(stamps);
        }
        List<Stamp> all = List.copyOf(stamps);
        TreeSet<Stamp> kept = new TreeSet<>(all.subList(0, REGISTRATIONS_KEPT / 2));
        kept.addAll(all.subList(all.size() - REGISTRATIONS_KEPT / 2, all.size()));
        return kept;
    }

    /** A file of which nothing is known yet. */
    public static FileRecord unknown(String lfn) {
        return new FileRecord(lfn, 1, new TreeSet<>(), Optional.empty(), Map.of(), Map.of(), Map.of());
    }

    /**
     * The record after an event.
     *
     * @throws IllegalArgumentException for an event of another file
     */
    public FileRecord after(OfFile event) {
        if (!event.lfn().equals(lfn)) {
            throw new IllegalArgumentException("an event of " + event.lfn() + " cannot change " + lfn);
        }
        Stamp stamp = new Stamp(event.header().time(), event.header().id());
        if (removed.filter(removal -> removal.compareTo(stamp) >= 0).isPresent()) {
            return this;
        }
        if (event instanceof FileRemoved) {
            return without(stamp);
        }
        Draft draft = new Draft(this, stamp);
        if (event instanceof FileRegistered e) {
            draft.registrations.add(stamp);
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
        }
        return draft.toRecord();
    }

    /** What is left after a removal: only what was said later. */
    private FileRecord without(Stamp removal) {
        SortedSet<Stamp> later = new TreeSet<>(registrations);
        later.removeIf(stamp -> stamp.compareTo(removal) <= 0);
        boolean ended = later.isEmpty() || later.size() < registrations.size();
        return new FileRecord(
                lfn,
                ended ? generation + 1 : generation,
                later,
                Optional.of(removal),
                saidAfter(removal, attributes),
                saidAfter(removal, replicas),
                saidAfter(removal, metadata));
    }

    private static Map<String, Fact> saidAfter(Stamp removal, Map<String, Fact> facts) {
        Map<String, Fact> later = new TreeMap<>(facts);
        later.values().removeIf(fact -> fact.stamp().compareTo(removal) <= 0);
        return later;
    }

    /**
     * When it was registered first in this generation, empty while it is not; {@link Stamp#UNDATED} where nobody has said
     * when.
     */
    public Optional<Instant> registered() {
        for (Stamp stamp : registrations) {
            if (!stamp.time().equals(Stamp.UNDATED)) {
                return Optional.of(stamp.time());
            }
        }
        return registrations.isEmpty()
                ? Optional.empty()
                : Optional.of(registrations.first().time());
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
        return Fact.present(metadata);
    }

    private Optional<String> text(String attribute) {
        return Optional.ofNullable(attributes.get(attribute))
                .map(fact -> fact.value().asText());
    }

    /** The maps of a record while an event is written into them. */
    private static final class Draft {
        private final FileRecord from;
        private final Stamp stamp;
        private final SortedSet<Stamp> registrations;
        private final Map<String, Fact> attributes;
        private final Map<String, Fact> replicas;
        private final Map<String, Fact> metadata;

        Draft(FileRecord from, Stamp stamp) {
            this.from = from;
            this.stamp = stamp;
            this.registrations = new TreeSet<>(from.registrations);
            this.attributes = new TreeMap<>(from.attributes);
            this.replicas = new TreeMap<>(from.replicas);
            this.metadata = new TreeMap<>(from.metadata);
        }

        void say(Map<String, Fact> facts, String key, JsonNode value) {
            facts.merge(key, new Fact(value, stamp), Fact::later);
        }

        FileRecord toRecord() {
            return new FileRecord(
                    from.lfn, from.generation, registrations, from.removed, attributes, replicas, metadata);
        }
    }
}
