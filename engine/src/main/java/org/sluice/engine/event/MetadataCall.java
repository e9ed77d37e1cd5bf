package org.sluice.engine.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** DIRAC's {@code setMetadata(path, metadatadict)}, or with {@code lfn} or {@code directory} in place of {@code path}. */
record MetadataCall(ObjectNode json) implements EventForm {

    /**
     * DIRAC asks the catalogue whether {@code path} is a file or a directory; a message cannot. A path is never both, so
     * one that might be either sets the metadata of either: of the two, the one that does not exist has no effect.
     */
    static List<MetadataCall> split(ObjectNode call) throws Refusal {
        Fields fields = Fields.of(call);
        Optional<String> path = fields.text("path");
        if (path.isEmpty()) {
            return List.of(new MetadataCall(call));
        }
        if (call.hasNonNull("lfn") || call.hasNonNull("directory")) {
            throw new Refusal(
                    RejectionReason.WRONG_TYPE,
                    "Only one of \"path\", \"lfn\" and \"directory\" may say what the metadata are of.");
        }
        if (path.get().endsWith("/")) {
            return List.of(of("directory", path.get(), call));
        }
        // Checked before the call becomes two: one fault is one rejection.
        LfnRule.file(fields.label("path"), path.get());
        fields.requiredMetadata("metadatadict");
        return List.of(of("lfn", path.get(), call), of("directory", path.get(), call));
    }

    private static MetadataCall of(String member, String path, ObjectNode call) {
        ObjectNode reduced = call.objectNode();
        reduced.setAll(call);
        reduced.remove(List.of("path", "lfn", "directory"));
        return new MetadataCall(reduced.put(member, path));
    }

    @Override
    public Optional<String> givenId() throws Refusal {
        Fields fields = Fields.of(json);
        Optional<String> id = fields.id();
        if (id.isEmpty()) {
            return id;
        }
        String file = fields.text("lfn").orElse("");
        String directory = fields.text("directory")
                .map(path -> path.endsWith("/") ? path : path + "/")
                .orElse("");
        return Optional.of(EventId.bounded(id.get() + "#" + file + directory));
    }

    @Override
    public FileEvent read(Instant receivedAt) throws Refusal {
        Fields fields = Fields.of(json);
        String id = givenId().orElseGet(() -> EventId.ofContent(json));
        return EventReader.metadataSet(fields, EventReader.header(id, fields, fields, receivedAt), "metadatadict");
    }
}
