package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sluice.engine.json.Members;

/**
 * One thing that happened, as a message told it. Values are checked: an LFN here is absolute and at most 255
 * characters, lists have no repeats. See {@code docs/events.md}.
 */
public sealed interface FileEvent {

    /** Who said it and when. */
    EventHeader header();

    /** An event about exactly one file. */
    sealed interface OfFile extends FileEvent {
        /** The logical file name, an absolute path. */
        String lfn();
    }

    /** The file is known to the catalogue; for a file already known, what is given here is added. */
    record FileRegistered(
            EventHeader header,
            String lfn,
            OptionalLong sizeBytes,
            Optional<String> checksum,
            Optional<String> guid,
            List<String> replicas,
            Map<String, JsonNode> metadata)
            implements OfFile {
        public FileRegistered {
            replicas = List.copyOf(replicas);
            metadata = Members.copyOf(metadata);
        }
    }

    /** Copies of the file were made at these storage elements. */
    record ReplicaRegistered(EventHeader header, String lfn, List<String> replicas) implements OfFile {
        public ReplicaRegistered {
            replicas = List.copyOf(replicas);
        }
    }

    /** The copies of the file at these storage elements are gone. */
    record ReplicaRemoved(EventHeader header, String lfn, List<String> replicas) implements OfFile {
        public ReplicaRemoved {
            replicas = List.copyOf(replicas);
        }
    }

    /** Metadata of one file changed; a JSON null removes the name. */
    record FileMetadataSet(EventHeader header, String lfn, Map<String, JsonNode> metadata) implements OfFile {
        public FileMetadataSet {
            metadata = Members.copyOf(metadata);
        }
    }

    /** Metadata of a directory changed, inherited by everything below; a JSON null removes the name. */
    record DirectoryMetadataSet(EventHeader header, String directory, Map<String, JsonNode> metadata)
            implements FileEvent {
        public DirectoryMetadataSet {
            metadata = Members.copyOf(metadata);
        }
    }

    /** The file is gone from the catalogue: its generation ends. */
    record FileRemoved(EventHeader header, String lfn) implements OfFile {}

    /** No more files with this value of this metadata name will come. */
    record RunEnded(EventHeader header, String key, JsonNode value) implements FileEvent {}

    /** Feedback from the system that runs a task. */
    record TaskStatusChanged(
            EventHeader header, int transformation, int task, String status, Optional<String> externalId)
            implements FileEvent {}
}
