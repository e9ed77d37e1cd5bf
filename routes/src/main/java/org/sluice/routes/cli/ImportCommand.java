package org.sluice.routes.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sluice.config.Configuration;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.trigger.BoundaryListener;
import org.sluice.engine.trigger.Trigger;
import org.sluice.routes.runtime.EngineParts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads a dump of the catalogue. */
@Command(
        name = "import",
        description = {
            "Load a dump of the catalogue, one FileRegistered a line, into what Sluice knows; an engine may run.",
            "New files go through the filters as if they had just been registered; files that are attached stay as they"
                    + " are. A line without a time is older than every event. Importing again has no further effect."
        })
final class ImportCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Registries registries;

    @Parameters(
            paramLabel = "FILE",
            description = "FileRegistered events, one a line; - is standard input. Blank lines are left out.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(
            names = "--json",
            description = "Print one JSON object at the end: {\"lines\":N, \"filesNew\":N, \"filesKnown\":N,"
                    + " \"attachments\":N, \"tasks\":N, \"rejected\":N, \"seconds\":S}.")
    private boolean asJson;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    ImportCommand(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = registries;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = config.load();
        try (Lines lines = Lines.open(file, terminal);
                Registries.Open stores = registries.open(configuration);
                Progress progress = Progress.of(terminal, "Importing", "lines", -1)) {
            Trigger trigger = new Trigger(
                    stores.triggerStore(),
                    EngineParts.schema(configuration),
                    EngineParts.triggerSettings(configuration),
                    Plugins.load(ImportCommand.class.getClassLoader()),
                    Clock.systemUTC(),
                    BoundaryListener.none());
            DumpImport dump = new DumpImport(trigger, stores.fileLookup(), progress, new BadLines(terminal.err()));
            long begin = System.nanoTime();
            DumpImport.Totals totals = dump.run(lines, configuration.engine().batchSize());
            report(totals, Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0);
            return totals.rejected() == 0 ? 0 : 1;
        }
    }

    private void report(DumpImport.Totals totals, double seconds) {
        String sentence = String.format(
                Locale.ROOT,
                "Imported %,d lines in %.1f s: %,d new files, %,d known; %,d attachments, %,d tasks; %,d lines"
                        + " rejected.",
                totals.lines(),
                seconds,
                totals.filesNew(),
                totals.filesKnown(),
                totals.attachments(),
                totals.tasks(),
                totals.rejected());
        terminal.out()
                .println(
                        asJson
                                ? Json.object()
                                        .put("lines", totals.lines())
                                        .put("filesNew", totals.filesNew())
                                        .put("filesKnown", totals.filesKnown())
                                        .put("attachments", totals.attachments())
                                        .put("tasks", totals.tasks())
                                        .put("rejected", totals.rejected())
                                        .put("seconds", seconds)
                                        .toString()
                                : sentence);
    }
}
