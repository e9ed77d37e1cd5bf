package org.sluice.routes.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code sluice} itself, which does nothing without a subcommand. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Turns file registrations into tasks: a data-driven transformation trigger engine.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed; the reason is on standard error", "2:wrong usage"})
final class SluiceCommand implements Runnable {
    static final String VERBOSE = "--verbose";

    @Option(
            names = VERBOSE,
            scope = ScopeType.INHERIT,
            description = "Show more of what happens, and stack traces with errors.")
    @SuppressWarnings("UnusedVariable") // asked for by name, since it is inherited by every subcommand
    private boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Whether the user asked for more, of whatever subcommand. */
    static boolean isVerbose(CommandSpec command) {
        return command.root().commandLine().getParseResult().hasMatchedOption(VERBOSE)
                || command.commandLine().getParseResult().hasMatchedOption(VERBOSE);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which command.");
    }
}
