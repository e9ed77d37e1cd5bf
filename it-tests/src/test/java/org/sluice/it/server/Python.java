package org.sluice.it.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Python programs beside the tests, run by Debian's Python, whose packages stomp.py and pika they use. */
public final class Python {
    private static final String PROGRAM = "/usr/bin/python3";
    private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();

    private Python() {}

    /** Runs a script to its end and returns what it printed. */
    public static String run(Path folder, Duration limit, String script, String... arguments) {
        return ServerProcess.run(command(script, arguments), Map.of(), folder, limit);
    }

    /** Starts a script and returns at once. */
    public static ServerProcess start(Path folder, Path log, String script, String... arguments) {
        return ServerProcess.start(command(script, arguments), Map.of(), folder, log);
    }

    private static List<String> command(String script, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(PROGRAM, SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
