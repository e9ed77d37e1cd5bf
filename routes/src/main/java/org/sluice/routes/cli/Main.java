package org.sluice.routes.cli;

import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        int exitCode = execute(terminal, args);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(exitCode);
    }

    /** Runs one command line within this process and gives its exit code. */
    public static int execute(Terminal terminal, String... args) {
        Logging.of(List.of(args));
        return commandLine(terminal, new DatabaseRegistries()).execute(args);
    }

    static CommandLine commandLine(Terminal terminal, Registries registries) {
        Errors errors = new Errors(terminal);
        CommandLine commandLine = new CommandLine(new SluiceCommand())
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new MatchCommand(terminal))
                .addSubcommand(new PlanCommand(terminal))
                .addSubcommand(TransformationCommand.commandLine(terminal, registries))
                .addSubcommand(new ExplainCommand(terminal, registries))
                .addSubcommand(new SendCommand(terminal))
                .addSubcommand(new ImportCommand(terminal, registries))
                .addSubcommand(new ConsumerCommand(terminal))
                .addSubcommand(RabbitMqCommand.commandLine(terminal))
                .addSubcommand(ConfigCommand.commandLine(terminal))
                .addSubcommand(new GenerateCompletion());
        commandLine
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
        return commandLine;
    }
}
