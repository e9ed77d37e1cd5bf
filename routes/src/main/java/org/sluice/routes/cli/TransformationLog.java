package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.concurrent.Callable;
import org.sluice.engine.store.TransformationRegistry.LogEntry;
import org.sluice.routes.cli.RegistryMixin.Selected;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The log of a transformation. */
@Command(name = "log", description = "Show what was done to a transformation and by whom, oldest first.")
final class TransformationLog implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The transformation's number or name.")
    @SuppressWarnings("NullAway.Init") // required
    private String id;

    @Option(names = "--json", description = "Print a JSON array of objects with DIRAC's names.")
    private boolean asJson;

    @Mixin
    private final RegistryMixin registries;

    TransformationLog(Terminal terminal, Registries registries) {
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
        for (LogEntry entry : selected.registry().log(selected.id())) {
            array.addObject()
                    .put("MessageDate", entry.time().toString())
                    .put("Author", entry.author())
                    .put("Message", entry.message());
        }
        return Json.pretty(array);
    }

    private static String table(Selected selected) {
        Table table = Table.of("Time", "Author", "Message");
        selected.registry()
                .log(selected.id())
                .forEach(entry -> table.row(entry.time(), entry.author(), entry.message()));
        return table.toString();
    }
}
