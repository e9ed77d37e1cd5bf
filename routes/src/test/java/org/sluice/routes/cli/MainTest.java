package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.routes.cli.Commands.Result;
import picocli.CommandLine;

class MainTest {
    private Commands commands;

    @BeforeEach
    void start(@TempDir Path folder) {
        commands = new Commands(folder);
    }

    @Test
    void helpListsTheCommands() {
        Result help = commands.run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("match", "plan", "transformation", "config", "generate-completion");
    }

    static Stream<List<String>> everyCommand() {
        Terminal terminal = Terminal.ofProcess();
        return paths(Main.commandLine(terminal, configuration -> {
            throw new CommandFailedException("not asked for");
        }));
    }

    private static Stream<List<String>> paths(CommandLine command) {
        Stream<List<String>> below = command.getSubcommands().values().stream().flatMap(MainTest::paths);
        return Stream.concat(
                Stream.of(List.of(command.getCommandSpec().qualifiedName().split(" "))), below);
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandHasHelpThatSaysWhatItDoes(List<String> command) {
        List<String> arguments =
                Stream.concat(command.stream().skip(1), Stream.of("--help")).toList();

        Result help = commands.run(arguments.toArray(String[]::new));

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).startsWith("Usage: " + String.join(" ", command)).contains("--help");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void noCommandIsWrongUsage() {
        Result result = commands.run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("Say which command", "sluice --help");
    }

    @Test
    void unknownCommandIsWrongUsageAndTheNearestIsNamed() {
        Result result = commands.run("mach");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("mach").contains("sluice match");
    }

    @Test
    void unknownOptionIsWrongUsage() {
        assertThat(commands.run("plan", "--nonsense").exitCode()).isEqualTo(2);
    }

    @Test
    void stackTracesAreForThoseWhoAskForThem() {
        String missing = "there/is/none";

        Result plain = commands.run("match", "--filters", missing, "--events", "-");
        Result verbose = commands.run("match", "--verbose", "--filters", missing, "--events", "-");

        assertThat(plain.exitCode()).isEqualTo(1);
        assertThat(plain.err()).contains("there is no file").doesNotContain("\tat ");
        assertThat(verbose.err()).contains("there is no file").contains("\tat org.sluice");
    }

    @Test
    void completionScriptKnowsTheCommands() {
        Result result = commands.run("generate-completion");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("complete -F", "transformation", "--filters");
    }
}
