package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.json.Members;

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
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String lfn;
    private final @Nullable Long sizeBytes;
    private final List<String> replicas;
    private final @Nullable String checksum;
    private final @Nullable String guid;
    private final @Nullable Instant creationDate;
    private final Map<String, JsonNode> metadata;

    private FileFacts(Builder builder) {
        this.lfn = builder.lfn;
        this.sizeBytes = builder.sizeBytes;
        this.replicas = List.copyOf(builder.replicas);
        this.checksum = builder.checksum;
        this.guid = builder.guid;
        this.creationDate = builder.creationDate;
        this.metadata = Members.copyOf(builder.metadata);
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

    /** The same without wrapping: null where absent. What every file has is made into JSON only when a filter asks. */
    @Nullable
    JsonNode find(String name) {
        return switch (name) {
            case "LFN" -> text(lfn);
            case "Path" -> text(path());
            case "FileName", "Name" -> text(lfn.substring(lfn.lastIndexOf('/') + 1));
            case "Size" -> sizeBytes == null ? null : JSON.numberNode(sizeBytes.longValue());
            case "SE" -> storageElements();
            case "CheckSum" -> text(checksum);
            case "GUID" -> text(guid);
            case "CreationDate" -> text(creationDate == null ? null : creationDate.toString());
            default -> {
                JsonNode value = metadata.get(name);
                yield value == null || holdsNothing(value) ? null : value;
            }
        };
    }

    private static @Nullable JsonNode text(@Nullable String text) {
        return text == null ? null : JSON.textNode(text);
    }

    private @Nullable JsonNode storageElements() {
        if (replicas.isEmpty()) {
            return null;
        }
        ArrayNode list = JSON.arrayNode(replicas.size());
        replicas.forEach(list::add);
        return list;
    }

    private String path() {
        int slash = lfn.lastIndexOf('/');
        return slash == 0 ? "/" : lfn.substring(0, Math.max(slash, 0));
    }

    /** The metadata that hold something, also those that are hidden by a fixed name. */
    void forEachMetadata(BiConsumer<String, JsonNode> action) {
        metadata.forEach((name, value) -> {
            if (!holdsNothing(value)) {
                action.accept(name, value);
            }
        });
    }

    @Override
    public String toString() {
        return "FileFacts[" + lfn + " " + sizeBytes + " " + replicas + " " + metadata + "]";
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
        private final String lfn;
        private @Nullable Long sizeBytes;
        private Collection<String> replicas = List.of();
        private @Nullable String checksum;
        private @Nullable String guid;
        private @Nullable Instant creationDate;
        private Map<String, JsonNode> metadata = Map.of();

        private Builder(String lfn) {
            this.lfn = lfn;
        }

        /** {@code Size}, in bytes. */
        public Builder size(long size) {
            this.sizeBytes = size;
            return this;
        }

        /** {@code SE}: the storage elements that hold the file. */
        public Builder replicas(Collection<String> storageElements) {
            this.replicas = storageElements;
            return this;
        }

        /** {@code CheckSum}, the text as the event gave it. */
        public Builder checksum(String text) {
            this.checksum = text;
            return this;
        }

        /** {@code GUID}. */
        public Builder guid(String text) {
            this.guid = text;
            return this;
        }

        /** {@code CreationDate}; as a text it is ISO 8601 in UTC. */
        public Builder creationDate(Instant date) {
            this.creationDate = date;
            return this;
        }

        /** The effective metadata, replacing what an earlier call gave. */
        public Builder metadata(Map<String, JsonNode> effectiveMetadata) {
            this.metadata = effectiveMetadata;
            return this;
        }

        /** The facts collected so far. */
        public FileFacts build() {
            return new FileFacts(this);
        }
    }
}
