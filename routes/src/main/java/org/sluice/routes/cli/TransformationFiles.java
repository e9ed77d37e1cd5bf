package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.concurrent.Callable;
import org.sluice.engine.store.TransformationRegistry.AttachedFile;
import org.sluice.routes.cli.RegistryMixin.Selected;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files of a transformation. */
@Command(name = "files", description = "List a transformation's files in the order in which they were attached.")
final class TransformationFiles implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The transformation's number or name.")
    @SuppressWarnings("NullAway.Init") // required
    private String id;

    @Option(names = "--json", description = "Print a JSON array of objects with DIRAC's names.")
    private boolean asJson;

    @Mixin
    private final RegistryMixin registries;

    TransformationFiles(Terminal terminal, Registries registries) {
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
        for (AttachedFile file : selected.registry().files(selected.id(), Integer.MAX_VALUE)) {
            array.addObject()
                    .put("LFN", file.lfn())
                    .put("Status", file.status())
                    .put("ErrorCount", file.errorCount())
                    .put("TaskID", file.taskId())
                    .put("UsedSE", file.usedSe())
                    .put("LastUpdate", file.lastUpdate().map(Object::toString).orElse(null));
        }
        return Json.pretty(array);
    }

    private static String table(Selected selected) {
        Table table = Table.of("Status", "Task", "Errors", "UsedSE", "LFN").numbers(1, 2);
        for (AttachedFile file : selected.registry().files(selected.id(), Integer.MAX_VALUE)) {
            Object task = file.taskId() == 0 ? "-" : file.taskId();
            table.row(file.status(), task, file.errorCount(), file.usedSe(), file.lfn());
        }
        return table.toString();
    }
}
