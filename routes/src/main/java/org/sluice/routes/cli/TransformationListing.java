package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.concurrent.Callable;
import org.sluice.routes.cli.RegistryMixin.Selected;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that lists something of one transformation, for a person or as JSON. */
abstract class TransformationListing implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The transformation's number or name.")
    @SuppressWarnings("NullAway.Init") // required
    private String id;

    @Option(names = "--json", description = "Print a JSON array of objects with DIRAC's names.")
    private boolean asJson;

    @Mixin
    private final RegistryMixin registries;

    TransformationListing(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    abstract ArrayNode json(Selected selected);

    abstract Table table(Selected selected);

    @Override
    public final Integer call() {
        return registries.with(id, selected -> {
            terminal.out().println(asJson ? Json.pretty(json(selected)) : table(selected));
            return 0;
        });
    }
}
