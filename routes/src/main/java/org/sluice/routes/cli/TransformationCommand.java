package org.sluice.routes.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The registry of transformations. */
@Command(
        name = "transformation",
        synopsisSubcommandLabel = "COMMAND",
        description = "Create, show and change transformations.")
final class TransformationCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    static CommandLine commandLine(Terminal terminal, Registries registries) {
        return new CommandLine(new TransformationCommand())
                .addSubcommand(new TransformationCreate(terminal, registries))
                .addSubcommand(new TransformationPreview(terminal, registries))
                .addSubcommand(new TransformationGraph(terminal, registries))
                .addSubcommand(new TransformationList(terminal, registries))
                .addSubcommand(new TransformationShow(terminal, registries))
                .addSubcommand(new TransformationSet(terminal, registries))
                .addSubcommand(new TransformationFiles(terminal, registries))
                .addSubcommand(new TransformationTasks(terminal, registries))
                .addSubcommand(new TransformationLog(terminal, registries))
                .addSubcommand(new TransformationExtend(terminal, registries))
                .addSubcommand(new TransformationClean(terminal, registries))
                .addSubcommand(new TransformationDelete(terminal, registries));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with transformations.");
    }
}
