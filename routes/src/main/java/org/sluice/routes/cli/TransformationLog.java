package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.sluice.engine.store.TransformationRegistry.LogEntry;
import org.sluice.routes.cli.RegistryMixin.Selected;
import picocli.CommandLine.Command;

/** The log of a transformation. */
@Command(name = "log", description = "Show what was done to a transformation and by whom, oldest first.")
final class TransformationLog extends TransformationListing {
    TransformationLog(Terminal terminal, Registries registries) {
        super(terminal, registries);
    }

    @Override
    ArrayNode json(Selected selected) {
        ArrayNode array = Json.array();
        for (LogEntry entry : selected.registry().log(selected.id())) {
            array.addObject()
                    .put("MessageDate", entry.time().toString())
                    .put("Author", entry.author())
                    .put("Message", entry.message());
        }
        return array;
    }

    @Override
    Table table(Selected selected) {
        Table table = Table.of("Time", "Author", "Message");
        selected.registry()
                .log(selected.id())
                .forEach(entry -> table.row(entry.time(), entry.author(), entry.message()));
        return table;
    }
}
