package org.sluice.routes.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a transformation. */
@Command(name = "delete", description = "Remove a transformation with its files, tasks, parameters and log, for good.")
final class TransformationDelete implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The transformation's number or name.")
    @SuppressWarnings("NullAway.Init") // required
    private String id;

    @Mixin
    private final RegistryMixin registries;

    TransformationDelete(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        return registries.with(id, selected -> {
            selected.registry().delete(selected.id(), RegistryMixin.author());
            String name = selected.transformation().definition().name();
            terminal.err().println("deleted transformation %d, %s".formatted(selected.id(), name));
            return 0;
        });
    }
}
