package org.sluice.routes.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sluice.engine.chain.CycleCheck;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.routes.runtime.EngineParts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a transformation. */
@Command(
        name = "create",
        description = {
            "Add a transformation, and print its id.",
            "Known files that match are attached by the running engine."
        })
final class TransformationCreate implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            description = "The transformation, with DIRAC's names: {\"TransformationName\":…, \"Type\":…,"
                    + " \"Plugin\":\"Standard\", \"GroupSize\":5, \"Status\":\"Active\", \"InputMetaQuery\":{…}}.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(names = "--json", description = "Print {\"TransformationID\":N}.")
    private boolean asJson;

    @Mixin
    private final CycleOption cycles = new CycleOption();

    @Mixin
    private final RegistryMixin registries;

    TransformationCreate(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        TransformationDefinition definition = TransformationPreview.definition(file);
        int id = registries.with((registry, configuration) -> {
            new DefinitionCheck(configuration).check(definition);
            cycles.refuse(
                    new CycleCheck(EngineParts.schema(configuration)).ofCreation(registry.list(), definition),
                    configuration,
                    terminal);
            return registry.create(definition, RegistryMixin.author());
        });
        terminal.out()
                .println(asJson ? Json.object().put("TransformationID", id).toString() : Integer.toString(id));
        return 0;
    }
}
