package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.sluice.engine.store.TransformationRegistry.TaskRow;
import org.sluice.routes.cli.RegistryMixin.Selected;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The tasks of a transformation. */
@Command(name = "tasks", description = "List a transformation's tasks in the order of their numbers.")
final class TransformationTasks implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The transformation's number or name.")
    @SuppressWarnings("NullAway.Init") // required
    private String id;

    @Option(names = "--json", description = "Print a JSON array of objects with DIRAC's names.")
    private boolean asJson;

    @Mixin
    private final RegistryMixin registries;

    TransformationTasks(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        return registries.with(id, selected -> {
            terminal.out().println(asJson ? json(selected) : table(selected));
            return 0;
        });
    }

    private static String json(Selected selected) {
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
        return Json.pretty(array);
    }

    private static String table(Selected selected) {
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
        return table.toString();
    }
}
