package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    /** In an order, for loops. */
    static final List<String> FIXED_NAMES = List.copyOf(MetadataSchema.FIXED.keySet());

    private final String lfn;
    private final Map<String, JsonNode> fixed;
    private final Map<String, JsonNode> metadata;

    private FileFacts(String lfn, Map<String, JsonNode> fixed, Map<String, JsonNode> metadata) {
        this.lfn = lfn;
        this.fixed = fixed;
        this.metadata = metadata;
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
        return Optional.ofNullable(find(name));
    }

    @Nullable
    JsonNode find(String name) {
        JsonNode value = MetadataSchema.FIXED.containsKey(name) ? fixed(name) : metadata.get(name);
        return value == null || holdsNothing(value) ? null : value;
    }

    private @Nullable JsonNode fixed(String name) {
        // Made only when a filter asks: few do.
        return switch (name) {
            case "LFN" -> TextNode.valueOf(lfn);
            case "Path" -> TextNode.valueOf(path());
            case "FileName", "Name" -> TextNode.valueOf(lfn.substring(lfn.lastIndexOf('/') + 1));
            default -> fixed.get(name);
        };
    }

    private String path() {
        int slash = lfn.lastIndexOf('/');
        return slash == 0 ? "/" : lfn.substring(0, Math.max(slash, 0));
    }

    /** The names of metadata, also those that hold nothing and those that are hidden by a fixed name. */
    Set<String> metadataNames() {
        return metadata.keySet();
    }

    @Override
    public String toString() {
        return "FileFacts[" + lfn + " " + fixed + " " + metadata + "]";
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

    /** Collects what is known of a file; what is not given is absent. Not thread-safe. */
    public static final class Builder {
        private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

        private final String lfn;
        private final Map<String, JsonNode> fixed = new HashMap<>(8);
        private Map<String, JsonNode> metadata = Map.of();

        private Builder(String lfn) {
            this.lfn = lfn;
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
            return new FileFacts(lfn, new HashMap<>(fixed), Map.copyOf(metadata));
        }
    }
}
