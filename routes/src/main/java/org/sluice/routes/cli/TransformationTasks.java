package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sluice.engine.store.TransformationRegistry.TaskRow;
import org.sluice.routes.cli.RegistryMixin.Selected;
import picocli.CommandLine.Command;

/** The tasks of a transformation. */
@Command(name = "tasks", description = "List a transformation's tasks in the order of their numbers.")
final class TransformationTasks extends TransformationListing {
    TransformationTasks(Terminal terminal, Registries registries) {
        super(terminal, registries);
    }

    @Override
    ArrayNode json(Selected selected) {
        ArrayNode array = Json.array();
        for (TaskRow task : selected.registry().tasks(selected.id(), Integer.MAX_VALUE)) {
            ObjectNode json = array.addObject()
                    .put("TaskID", task.taskId())
                    .put("ExternalStatus", task.status())
                    .put("ExternalID", task.externalId())
                    .put("TargetSE", task.targetSe())
                    .put("CreationTime", task.creationTime().toString())
                    .put("LastUpdateTime", task.lastUpdate().toString());
            ArrayNode lfns = json.putArray("lfns");
            task.lfns().forEach(lfns::add);
        }
        return array;
    }

    @Override
    Table table(Selected selected) {
        Table table = Table.of("Task", "Status", "ExternalID", "Created", "TargetSE", "Files", "First LFN")
                .numbers(0, 5);
        for (TaskRow task : selected.registry().tasks(selected.id(), Integer.MAX_VALUE)) {
            table.row(
                    task.taskId(),
                    task.status(),
                    task.externalId(),
                    task.creationTime(),
                    task.targetSe(),
                    task.lfns().size(),
                    task.lfns().stream().findFirst().orElse("-"));
        }
        return table;
    }
}
