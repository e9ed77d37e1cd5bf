package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sluice.routes.demo.Demo;
import org.sluice.routes.demo.DemoReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The demo. */
@Command(
        name = "demo",
        description = {
            "Run a simulation campaign of a gamma-ray observatory through the engine: real messages over STOMP to the"
                    + " broker inside, tasks in the database inside, and a summary.",
            "It needs nothing, ends by itself, compares the outcome with its own bookkeeping, and leaves nothing behind."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int FILES = 6_000;
    private static final long SEED = 20_261_122;

    private final Terminal terminal;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "" + FILES,
            description = "How many files are registered (${DEFAULT-VALUE}).")
    private int events = FILES;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + SEED,
            description = "What the campaign is made up from: the same seed, the same campaign (${DEFAULT-VALUE}).")
    private long seed = SEED;

    @Option(
            names = "--keep",
            arity = "0..1",
            paramLabel = "DIR",
            fallbackValue = "",
            description = "Leave the database behind, in DIR/data, or in a temporary directory where no DIR is given.")
    private @Nullable String keep;

    @Option(
            names = "--json",
            description = "Print one JSON object at the end: {\"events\":N, \"rejected\":N, \"transformations\":N,"
                    + " \"attachments\":N, \"tasks\":N, \"seconds\":S, \"databases\":…}.")
    private boolean asJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (events < 1) {
            throw new ParameterException(spec.commandLine(), "--events must be at least 1");
        }
        Optional<Path> directory =
                Optional.ofNullable(keep).filter(text -> !text.isEmpty()).map(Path::of);
        Demo demo = Demo.prepare(new Demo.Options(events, seed, keep != null, directory));
        try (demo;
                AtExit ctrlC = AtExit.run(demo::close)) {
            return show(run(demo));
        }
    }

    private DemoReport run(Demo demo) {
        try (Progress progress = Progress.of(terminal, "Campaign", "messages", demo.messages())) {
            if (!asJson) {
                terminal.err()
                        .println("Starting broker, database and engine; then %,d messages go through them."
                                .formatted(demo.messages()));
                terminal.err().flush();
            }
            return demo.run(progress::at);
        }
    }

    private int show(DemoReport report) {
        if (asJson) {
            terminal.out().println(json(report));
        } else {
            terminal.out().println(DemoSummary.of(report, keep != null));
        }
        terminal.out().flush();
        if (report.deviations().isEmpty()) {
            return 0;
        }
        terminal.err().println("sluice: the outcome is not what the campaign should have led to:");
        report.deviations().stream().limit(20).forEach(deviation -> terminal.err()
                .println("  " + deviation));
        return 1;
    }

    private static ObjectNode json(DemoReport report) {
        BigDecimal seconds = BigDecimal.valueOf(report.taken().toMillis(), 3).setScale(3, RoundingMode.HALF_UP);
        return Json.object()
                .put("events", report.events())
                .put("rejected", report.rejections())
                .put("transformations", report.transformations().size())
                .put("attachments", report.attachments())
                .put("tasks", report.tasks())
                .put("seconds", seconds)
                .put("databases", report.database());
    }
}
