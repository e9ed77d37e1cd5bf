package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.event.UsualJson.Unusual;
import org.sluice.engine.json.Members;

/**
 * Fills a {@link FileEvent.FileRegistered} in Sluice's own form straight from its bytes, without a tree: nearly all events are of this
 * kind. It takes the members that most of them have, each of the type that it should have, and asks the same rules as {@link Fields}.
 * Whatever is otherwise is unusual or refused here; then the event's tree is read, which says why.
 */
final class UsualRegistration {

    /** How many objects are around values of metadata. */
    private static final int METADATA_DEPTH = 2;

    private boolean isRegistration;
    private @Nullable String id;
    private @Nullable String time;
    private @Nullable String lfn;
    private @Nullable Long size;
    private @Nullable String checksum;
    private @Nullable String guid;
    private @Nullable List<String> replicas;
    private @Nullable Map<String, JsonNode> metadata;

    private UsualRegistration() {}

    /** The event that stands here. */
    static FileEvent.FileRegistered read(UsualJson json, Instant receivedAt) throws Unusual, Refusal {
        UsualRegistration registration = new UsualRegistration();
        if (json.begins('{', '}')) {
            do {
                registration.member(json.name(), json);
            } while (json.goesOn('}'));
        }
        return registration.event(receivedAt);
    }

    private void member(String name, UsualJson json) throws Unusual {
        switch (name) {
            case "event" -> {
                if (isRegistration || !json.word().equals(EventKind.FILE_REGISTERED.wireName())) {
                    throw Unusual.HERE;
                }
                isRegistration = true;
            }
            case "id" -> id = first(id, json.text());
            case "time" -> time = first(time, json.text());
            case "lfn" -> lfn = first(lfn, json.text());
            case "size" -> size = first(size, json.wholeNumber());
            case "checksum" -> checksum = first(checksum, json.text());
            case "guid" -> guid = first(guid, json.text());
            case "replicas" -> replicas = first(replicas, storageElements(json));
            case "metadata" -> metadata = first(metadata, metadata(json));
            default -> throw Unusual.HERE;
        }
    }

    private static <T> T first(@Nullable T before, T value) throws Unusual {
        if (before != null) {
            throw Unusual.HERE;
        }
        return value;
    }

    private static List<String> storageElements(UsualJson json) throws Unusual {
        if (!json.begins('[', ']')) {
            return List.of();
        }
        String one = storageElement(json);
        if (!json.goesOn(']')) {
            return List.of(one);
        }
        Set<String> several = new LinkedHashSet<>();
        several.add(one);
        do {
            several.add(storageElement(json));
        } while (json.goesOn(']'));
        return List.copyOf(several);
    }

    private static String storageElement(UsualJson json) throws Unusual {
        String name = json.word();
        if (!Fields.isStorageElement(name)) {
            throw Unusual.HERE;
        }
        return name;
    }

    private static Map<String, JsonNode> metadata(UsualJson json) throws Unusual {
        Members.Builder metadata = new Members.Builder();
        if (json.begins('{', '}')) {
            do {
                String name = json.name();
                // Usual numbers are never huge.
                if (!Fields.isMetadataName(name) || !metadata.add(name, json.value(METADATA_DEPTH))) {
                    throw Unusual.HERE;
                }
            } while (json.goesOn('}'));
        }
        return metadata.build();
    }

    private FileEvent.FileRegistered event(Instant receivedAt) throws Unusual, Refusal {
        // Without an id, the whole of the event stands in for it.
        if (!isRegistration || id == null || id.isEmpty() || lfn == null) {
            throw Unusual.HERE;
        }
        Instant at = time == null ? EventTime.kept(receivedAt) : EventTime.parse(time, receivedAt);
        return new FileEvent.FileRegistered(
                new EventHeader(EventId.bounded(id), at, Optional.empty()),
                LfnRule.file("\"lfn\"", lfn),
                size == null ? OptionalLong.empty() : OptionalLong.of(size),
                Optional.ofNullable(checksum),
                Optional.ofNullable(guid),
                replicas == null ? List.of() : replicas,
                metadata == null ? Map.of() : metadata);
    }
}
