package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is wrong with the configuration. */
@Command(
        name = "check",
        description =
                "Say what is wrong with the configuration: errors, and what looks like a mistake. Fails if there is"
                        + " an error.")
final class ConfigCheck implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Print a JSON array of problems.")
    private boolean asJson;

    ConfigCheck(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Problem> problems = problems();
        boolean bad = problems.stream().anyMatch(Problem::isError);
        if (asJson) {
            terminal.out().println(Json.pretty(json(problems)));
        } else {
            problems.forEach(problem -> terminal.out().println(word(problem) + ": " + problem));
            terminal.out().println(bad ? "The configuration cannot be used." : "The configuration is good.");
        }
        return bad ? 1 : 0;
    }

    private List<Problem> problems() {
        try {
            return config.load().check();
        } catch (ConfigException e) {
            return e.problems(); // of the syntax: there is nothing to look at beyond
        }
    }

    private static ArrayNode json(List<Problem> problems) {
        ArrayNode array = Json.array();
        for (Problem problem : problems) {
            ObjectNode json = array.addObject().put("severity", word(problem)).put("message", problem.message());
            problem.origin().ifPresent(origin -> json.put("file", origin.file())
                    .put("line", origin.line())
                    .put("column", origin.column()));
        }
        return array;
    }

    private static String word(Problem problem) {
        return problem.severity().name().toLowerCase(Locale.ROOT);
    }
}
