package org.sluice.routes.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes what a transformation has made. */
@Command(
        name = "clean",
        description = {
            "Remove a transformation's files, tasks and queries, for good; its definition and log stay.",
            "Its status becomes TransformationCleaned, as with DIRAC's clients."
        })
final class TransformationClean implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The transformation's number or name.")
    @SuppressWarnings("NullAway.Init") // required
    private String id;

    @Mixin
    private final RegistryMixin registries;

    TransformationClean(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        return registries.with(id, selected -> {
            selected.registry().clean(selected.id(), RegistryMixin.author());
            terminal.err()
                    .println("cleaned transformation %d, %s"
                            .formatted(
                                    selected.id(),
                                    selected.transformation().definition().name()));
            return 0;
        });
    }
}
