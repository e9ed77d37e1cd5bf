package org.sluice.engine.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;

/**
 * What events said of one directory, each name with the event that said it. Immutable; the same events give the same
 * record in every order.
 *
 * @param directory its path without a slash at the end; {@code /} is the root
 * @param metadata its own metadata; a JSON null says that the name was removed
 */
public record DirectoryRecord(String directory, Map<String, Fact> metadata) {
    public DirectoryRecord {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** A directory of which nothing is known yet. */
    public static DirectoryRecord unknown(String directory) {
        return new DirectoryRecord(directory, Map.of());
    }

    /**
     * The record after an event.
     *
     * @throws IllegalArgumentException for an event of another directory
     */
    public DirectoryRecord after(DirectoryMetadataSet event) {
        if (!event.directory().equals(directory)) {
            throw new IllegalArgumentException("an event of " + event.directory() + " cannot change " + directory);
        }
        Stamp stamp = new Stamp(event.header().time(), event.header().id());
        Map<String, Fact> facts = new TreeMap<>(metadata);
        event.metadata().forEach((name, value) -> facts.merge(name, new Fact(value, stamp), Fact::later));
        return new DirectoryRecord(directory, facts);
    }

    /** The metadata that are set. */
    public Map<String, JsonNode> metadataValues() {
        return Fact.present(metadata);
    }

    /**
     * The directories above a file, {@code /} among them: {@code /}, {@code /vo} and {@code /vo/run7} for {@code
     * /vo/run7/a.dst}. Slashes that follow each other count as one. In the order of the texts, which is the order from
     * the farthest to the nearest.
     */
    public static SortedSet<String> above(String lfn) {
        SortedSet<String> directories = new TreeSet<>();
        for (int slash = lfn.indexOf('/'); slash >= 0; slash = lfn.indexOf('/', slash + 1)) {
            int end = slash;
            while (end > 0 && lfn.charAt(end - 1) == '/') {
                end--;
            }
            directories.add(end == 0 ? "/" : lfn.substring(0, end));
        }
        return directories;
    }

    /** The directories above any of these files. */
    public static SortedSet<String> above(Collection<String> lfns) {
        SortedSet<String> directories = new TreeSet<>();
        lfns.forEach(lfn -> directories.addAll(above(lfn)));
        return directories;
    }
}
