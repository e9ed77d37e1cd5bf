package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sluice.config.Configuration;
import org.sluice.engine.dryrun.Preview;
import org.sluice.engine.dryrun.PreviewReport;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationFormatException;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.routes.runtime.EngineParts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a transformation would do. */
@Command(
        name = "preview",
        description = {
            "Tell what a transformation would make of the files that are known: how many it takes, tasks by target, files"
                    + " that would wait and why, other transformations with the same files.",
            "Nothing is written."
        })
final class TransformationPreview implements Callable<Integer> {
    private static final int REASONS_SHOWN = 20;

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The transformation, as 'create' takes it.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean asJson;

    @Mixin
    private final RegistryMixin registries;

    TransformationPreview(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        TransformationDefinition definition = definition(file);
        PreviewReport report = registries.withStores((stores, configuration) -> {
            new DefinitionCheck(configuration).check(definition);
            return preview(stores, configuration).of(definition);
        });
        terminal.out().println(asJson ? Json.pretty(json(report)) : text(definition, report));
        return 0;
    }

    /** The transformation that a file describes. */
    static TransformationDefinition definition(Path file) {
        try {
            return TransformationJson.read(Json.bytes(file));
        } catch (TransformationFormatException e) {
            throw new CommandFailedException(file + ": " + e.getMessage(), e);
        }
    }

    private static Preview preview(Registries.Open stores, Configuration configuration) {
        return new Preview(
                stores.registry(),
                stores.fileLookup(),
                EngineParts.schema(configuration),
                EngineParts.triggerSettings(configuration),
                Plugins.load(TransformationPreview.class.getClassLoader()));
    }

    private static String text(TransformationDefinition definition, PreviewReport report) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s would take %,d of the %,d files known, and make %,d tasks of them.",
                definition.name(),
                report.filesMatching(),
                report.filesKnown(),
                report.tasks()));
        report.notes().forEach(note -> text.append('\n').append(note));
        section(text, "Files, for example:", report.samples());
        if (!report.targets().isEmpty()) {
            Table table = Table.of("TargetSE", "Tasks", "Files").numbers(1, 2);
            report.targets().forEach(target -> table.row(target.targetSe(), target.tasks(), target.files()));
            text.append("\n\n").append(table);
        }
        section(
                text,
                "Files that would wait:",
                report.waiting().stream()
                        .limit(REASONS_SHOWN)
                        .map(w -> String.format(
                                Locale.ROOT,
                                "%,d, such as %s: %s",
                                w.files(),
                                w.sample(),
                                w.reason().sentence()))
                        .toList());
        if (report.waiting().size() > REASONS_SHOWN) {
            text.append("\n  … and for %d reasons more; --json has all"
                    .formatted(report.waiting().size() - REASONS_SHOWN));
        }
        if (!report.overlaps().isEmpty()) {
            Table table = Table.of("ID", "Also takes them", "Status", "Matching", "Has")
                    .numbers(0, 3, 4);
            report.overlaps()
                    .forEach(o -> table.row(o.transformationId(), o.name(), o.status(), o.matching(), o.attached()));
            text.append("\n\n").append(table);
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("\n\n").append(heading);
            lines.forEach(line -> text.append("\n  ").append(line));
        }
    }

    private static ObjectNode json(PreviewReport report) {
        ObjectNode json = Json.object()
                .put("FilesKnown", report.filesKnown())
                .put("FilesMatching", report.filesMatching())
                .put("FilesPlanned", report.filesPlanned())
                .put("Tasks", report.tasks());
        ArrayNode samples = json.putArray("Samples");
        report.samples().forEach(samples::add);
        ArrayNode targets = json.putArray("TasksByTarget");
        report.targets().forEach(target -> targets.addObject()
                .put("TargetSE", target.targetSe())
                .put("Tasks", target.tasks())
                .put("Files", target.files()));
        ArrayNode waiting = json.putArray("Waiting");
        report.waiting().forEach(w -> waiting.addObject()
                .put("Code", w.reason().code().text())
                .put("Message", w.reason().sentence())
                .put("Files", w.files())
                .put("Sample", w.sample()));
        ArrayNode overlaps = json.putArray("Overlaps");
        report.overlaps().forEach(o -> overlaps.addObject()
                .put("TransformationID", o.transformationId())
                .put("TransformationName", o.name())
                .put("Status", o.status())
                .put("Matching", o.matching())
                .put("Attached", o.attached()));
        ArrayNode notes = json.putArray("Notes");
        report.notes().forEach(notes::add);
        return json;
    }
}
