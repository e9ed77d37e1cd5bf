package org.sluice.engine.event;

import java.time.Instant;
import java.util.Optional;
import org.sluice.engine.event.EventHeader.Producer;

/** Reads what the kinds of events say from the members of their JSON objects. */
final class EventReader {

    private EventReader() {}

    /** An event with a header that was read already. */
    static FileEvent read(EventKind kind, Fields fields, EventHeader header) throws Refusal {
        return switch (kind) {
            case FILE_REGISTERED ->
                new FileEvent.FileRegistered(
                        header,
                        lfn(fields),
                        fields.size("size"),
                        fields.text("checksum"),
                        fields.text("guid"),
                        fields.storageElements("replicas"),
                        fields.metadata("metadata"));
            case REPLICA_REGISTERED ->
                new FileEvent.ReplicaRegistered(header, lfn(fields), fields.requiredStorageElements("replicas"));
            case REPLICA_REMOVED ->
                new FileEvent.ReplicaRemoved(header, lfn(fields), fields.requiredStorageElements("replicas"));
            case METADATA_SET -> metadataSet(fields, header, "metadata");
            case FILE_REMOVED -> new FileEvent.FileRemoved(header, lfn(fields));
            case RUN_ENDED -> new FileEvent.RunEnded(header, fields.nonEmptyText("key"), fields.scalar("value"));
            case TASK_STATUS_CHANGED ->
                new FileEvent.TaskStatusChanged(
                        header,
                        fields.number("transformation"),
                        fields.number("task"),
                        fields.nonEmptyText("status"),
                        fields.identifier("externalId"));
        };
    }

    /** Metadata of the file {@code lfn} or of the directory {@code directory}, whichever is given. */
    static FileEvent metadataSet(Fields fields, EventHeader header, String metadata) throws Refusal {
        Optional<String> directory = fields.text("directory");
        if (directory.isEmpty()) {
            if (fields.value("lfn").isEmpty()) {
                throw new Refusal(
                        RejectionReason.MISSING_FIELD,
                        "One of the fields " + fields.label("lfn") + " and " + fields.label("directory")
                                + " must say what the metadata are of; both are missing.");
            }
            return new FileEvent.FileMetadataSet(header, lfn(fields), fields.requiredMetadata(metadata));
        }
        if (fields.value("lfn").isPresent()) {
            throw new Refusal(
                    RejectionReason.WRONG_TYPE,
                    "The fields " + fields.label("lfn") + " and " + fields.label("directory")
                            + " are both given; metadata are set on one of them: send two events.");
        }
        return new FileEvent.DirectoryMetadataSet(
                header,
                LfnRule.directory(fields.label("directory"), directory.get()),
                fields.requiredMetadata(metadata));
    }

    /** The header: an id that was found elsewhere, {@code time} and {@code producer} from these members. */
    static EventHeader header(String id, Fields ofTime, Fields ofProducer, Instant receivedAt) throws Refusal {
        Optional<String> time = ofTime.text("time");
        return new EventHeader(
                id,
                time.isPresent() ? EventTime.parse(time.get(), receivedAt) : EventTime.kept(receivedAt),
                producer(ofProducer));
    }

    private static Optional<Producer> producer(Fields fields) throws Refusal {
        var given = fields.object("producer");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Fields producer = fields.below("producer", given.get());
        return Optional.of(new Producer(producer.text("dn"), producer.text("host")));
    }

    private static String lfn(Fields fields) throws Refusal {
        return LfnRule.file(fields.label("lfn"), fields.requiredText("lfn"));
    }
}
