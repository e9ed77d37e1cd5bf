package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.sluice.engine.store.TransformationRegistry.AttachedFile;
import org.sluice.routes.cli.RegistryMixin.Selected;
import picocli.CommandLine.Command;

/** The files of a transformation. */
@Command(name = "files", description = "List a transformation's files in the order in which they were attached.")
final class TransformationFiles extends TransformationListing {
    TransformationFiles(Terminal terminal, Registries registries) {
        super(terminal, registries);
    }

    @Override
    ArrayNode json(Selected selected) {
        ArrayNode array = Json.array();
        for (AttachedFile file : selected.registry().files(selected.id(), Integer.MAX_VALUE)) {
            array.addObject()
                    .put("LFN", file.lfn())
                    .put("Status", file.status())
                    .put("ErrorCount", file.errorCount())
                    .put("TaskID", file.taskId())
                    .put("UsedSE", file.usedSe())
                    .put("LastUpdate", file.lastUpdate().map(Object::toString).orElse(null));
        }
        return array;
    }

    @Override
    Table table(Selected selected) {
        Table table = Table.of("Status", "Task", "Errors", "UsedSE", "LFN").numbers(1, 2);
        for (AttachedFile file : selected.registry().files(selected.id(), Integer.MAX_VALUE)) {
            Object task = file.taskId() == 0 ? "-" : file.taskId();
            table.row(file.status(), task, file.errorCount(), file.usedSe(), file.lfn());
        }
        return table;
    }
}
