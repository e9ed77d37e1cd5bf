package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What filters see of one file: its effective metadata (its directories' and its own, already merged) and the names that every file
 * has. Immutable as long as the JSON values given to it are left alone.
 *
 * <p>The fixed names come from the file alone: {@code LFN}, {@code Path} (the directory, {@code /} for a file at the root),
 * {@code FileName} and {@code Name} (what follows the last slash), {@code Size}, {@code SE} (a list), {@code CheckSum}, {@code GUID},
 * {@code CreationDate}. Metadata of these names are ignored, also where the file itself has no value.
 *
 * <p>A name is absent if it has no value: it was not given, or its value is JSON {@code null}, an empty list or a list of nulls.
 * Thus a file without replicas has no {@code SE}.
 */
public final class FileFacts {
    private final String lfn;
    private final Map<String, JsonNode> values;

    private FileFacts(String lfn, Map<String, JsonNode> values) {
        this.lfn = lfn;
        this.values = values;
    }

    /** Starts the facts of the file with this LFN. */
    public static Builder builder(String lfn) {
        return new Builder(lfn);
    }

    /** The file's logical name. */
    public String lfn() {
        return lfn;
    }

    /** The value of a name, or empty where the name is absent. The node must not be changed. */
    public Optional<JsonNode> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public String toString() {
        return "FileFacts" + values;
    }

    /** Collects what is known of a file; what is not given is absent. Not thread-safe. */
    public static final class Builder {
        private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

        private final String lfn;
        private final Map<String, JsonNode> fixed = new HashMap<>();
        private Map<String, JsonNode> metadata = Map.of();

        private Builder(String lfn) {
            int slash = lfn.lastIndexOf('/');
            String fileName = lfn.substring(slash + 1);
            this.lfn = lfn;
            fixed.put("LFN", JSON.textNode(lfn));
            fixed.put("Path", JSON.textNode(slash == 0 ? "/" : lfn.substring(0, Math.max(slash, 0))));
            fixed.put("FileName", JSON.textNode(fileName));
            fixed.put("Name", JSON.textNode(fileName));
        }

        /** {@code Size}, in bytes. */
        public Builder size(long sizeBytes) {
            fixed.put("Size", JSON.numberNode(sizeBytes));
            return this;
        }

        /** {@code SE}: the storage elements that hold the file. */
        public Builder replicas(Collection<String> storageElements) {
            ArrayNode list = JSON.arrayNode(storageElements.size());
            storageElements.forEach(list::add);
            fixed.put("SE", list);
            return this;
        }

        /** {@code CheckSum}, the text as the event gave it. */
        public Builder checksum(String checksum) {
            fixed.put("CheckSum", JSON.textNode(checksum));
            return this;
        }

        /** {@code GUID}. */
        public Builder guid(String guid) {
            fixed.put("GUID", JSON.textNode(guid));
            return this;
        }

        /** {@code CreationDate}; as a text it is ISO 8601 in UTC. */
        public Builder creationDate(Instant creationDate) {
            fixed.put("CreationDate", JSON.textNode(creationDate.toString()));
            return this;
        }

        /** The effective metadata, replacing what an earlier call gave. */
        public Builder metadata(Map<String, JsonNode> effectiveMetadata) {
            this.metadata = effectiveMetadata;
            return this;
        }

        /** The facts collected so far. */
        public FileFacts build() {
            Map<String, JsonNode> values = new HashMap<>(metadata);
            values.keySet().removeAll(MetadataSchema.FIXED.keySet());
            values.putAll(fixed);
            values.values().removeIf(Builder::holdsNothing);
            return new FileFacts(lfn, values);
        }

        private static boolean holdsNothing(JsonNode value) {
            if (value.isArray()) {
                for (JsonNode element : value) {
                    if (!element.isNull()) {
                        return false;
                    }
                }
                return true;
            }
            return value.isNull() || value.isMissingNode();
        }
    }
}
