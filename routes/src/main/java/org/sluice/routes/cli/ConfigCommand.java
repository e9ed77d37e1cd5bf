package org.sluice.routes.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The configuration. */
@Command(name = "config", synopsisSubcommandLabel = "COMMAND", description = "Check and show the configuration.")
final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigCheck(terminal))
                .addSubcommand(new ConfigShow(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the configuration.");
    }
}
