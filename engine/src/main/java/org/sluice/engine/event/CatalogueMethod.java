package org.sluice.engine.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;

/** The calls of DIRAC's file catalogue that change files, by the names that {@code FileCatalogClient} gives them. */
enum CatalogueMethod {
    ADD_FILE("addFile"),
    ADD_REPLICA("addReplica"),
    REMOVE_REPLICA("removeReplica"),
    REMOVE_FILE("removeFile"),
    SET_METADATA("setMetadata");

    private final String wireName;

    CatalogueMethod(String wireName) {
        this.wireName = wireName;
    }

    static CatalogueMethod of(ObjectNode call) throws Refusal {
        String name = Fields.of(call).requiredText("method");
        return Stream.of(values())
                .filter(method -> method.wireName.equals(name))
                .findFirst()
                .orElseThrow(() -> EventKind.unknown(
                        "a catalogue call", name, Stream.of(values()).map(method -> method.wireName)));
    }
}
