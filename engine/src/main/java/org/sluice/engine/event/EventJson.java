package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.event.EventHeader.Producer;

/** Writes events as {@link EventCodec} reads them, in Sluice's own form. Thread-safe. */
public final class EventJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private EventJson() {}

    /** The event as one compact JSON object in UTF-8, without a line break. */
    public static byte[] toBytes(FileEvent event) {
        return JsonText.write(toJson(event));
    }

    /** The event as a JSON object: kind, id and time first, metadata in order of their names; a new tree each time. */
    public static ObjectNode toJson(FileEvent event) {
        ObjectNode json = JSON.objectNode();
        json.put("event", kind(event));
        json.put("id", event.header().id());
        json.put("time", event.header().time().toString());
        if (event instanceof FileEvent.OfFile ofFile) {
            json.put("lfn", ofFile.lfn());
        }
        writeFields(event, json);
        event.header().producer().ifPresent(producer -> json.set("producer", producer(producer)));
        return json;
    }

    /** The name of the event's kind in messages, such as {@code FileRegistered}. */
    public static String kind(FileEvent event) {
        return kindOf(event).wireName();
    }

    // Java 17 has no pattern matching in switch.
    private static EventKind kindOf(FileEvent event) {
        if (event instanceof FileEvent.FileRegistered) {
            return EventKind.FILE_REGISTERED;
        } else if (event instanceof FileEvent.ReplicaRegistered) {
            return EventKind.REPLICA_REGISTERED;
        } else if (event instanceof FileEvent.ReplicaRemoved) {
            return EventKind.REPLICA_REMOVED;
        } else if (event instanceof FileEvent.FileRemoved) {
            return EventKind.FILE_REMOVED;
        } else if (event instanceof FileEvent.RunEnded) {
            return EventKind.RUN_ENDED;
        } else if (event instanceof FileEvent.TaskStatusChanged) {
            return EventKind.TASK_STATUS_CHANGED;
        }
        return EventKind.METADATA_SET;
    }

    private static void writeFields(FileEvent event, ObjectNode json) {
        if (event instanceof FileEvent.FileRegistered registered) {
            registered.sizeBytes().ifPresent(size -> json.put("size", size));
            registered.checksum().ifPresent(checksum -> json.put("checksum", checksum));
            registered.guid().ifPresent(guid -> json.put("guid", guid));
            if (!registered.replicas().isEmpty()) {
                json.set("replicas", texts(registered.replicas()));
            }
            if (!registered.metadata().isEmpty()) {
                json.set("metadata", metadata(registered.metadata()));
            }
        } else if (event instanceof FileEvent.ReplicaRegistered registered) {
            json.set("replicas", texts(registered.replicas()));
        } else if (event instanceof FileEvent.ReplicaRemoved removed) {
            json.set("replicas", texts(removed.replicas()));
        } else if (event instanceof FileEvent.FileMetadataSet set) {
            json.set("metadata", metadata(set.metadata()));
        } else if (event instanceof FileEvent.DirectoryMetadataSet set) {
            json.put("directory", set.directory()).set("metadata", metadata(set.metadata()));
        } else if (event instanceof FileEvent.RunEnded ended) {
            json.put("key", ended.key()).set("value", ended.value());
        } else if (event instanceof FileEvent.TaskStatusChanged changed) {
            json.put("transformation", changed.transformation());
            json.put("task", changed.task());
            json.put("status", changed.status());
            changed.externalId().ifPresent(id -> json.put("externalId", id));
        }
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JSON.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }

    private static ObjectNode metadata(Map<String, JsonNode> metadata) {
        ObjectNode json = JSON.objectNode();
        json.setAll(new TreeMap<>(metadata));
        return json;
    }

    private static ObjectNode producer(Producer producer) {
        ObjectNode json = JSON.objectNode();
        producer.dn().ifPresent(dn -> json.put("dn", dn));
        producer.host().ifPresent(host -> json.put("host", host));
        return json;
    }
}
