package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sluice.config.Configuration;
import org.sluice.config.grid.PluginDefaults;
import org.sluice.engine.grouping.Grouping;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.Planner;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.transformation.TransformationFormatException;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.routes.runtime.EngineParts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a grouping plugin would make of files: a dry run that touches no broker and no database. */
@Command(
        name = "plan",
        description = {
            "Tell which tasks a transformation's plugin would make of files, without broker and database.",
            "One line a task, in creation order: {\"targetSE\":\"A,B\", \"lfns\":[…]}. With \"Status\":\"Flush\" in"
                    + " the transformation, leftovers too."
        })
final class PlanCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--transformation",
            required = true,
            paramLabel = "FILE",
            description = "The transformation, with DIRAC's names; \"usedSE\":{\"SE1\":12} says what was given before.")
    @SuppressWarnings("NullAway.Init") // required
    private Path transformation;

    @Option(
            names = "--files",
            required = true,
            paramLabel = "FILE",
            description = "Files in order, one a line: {\"lfn\":…, \"size\":bytes, \"replicas\":[…]}; - is standard"
                    + " input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path files;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Configuration configuration = config.load();
        TransformationJson.Draft draft = draft();
        PluginDefaults defaults = configuration.plugins();
        Grouping grouping = new Planner(
                        Plugins.load(PlanCommand.class.getClassLoader()), EngineParts.resources(configuration))
                .plan(
                        draft,
                        defaults.common(),
                        defaults.byPlugin().getOrDefault(draft.definition().plugin(), Map.of()),
                        WaitingFiles.read(files, terminal));
        grouping.tasks().forEach(task -> terminal.out().print(json(task) + "\n"));
        terminal.out().flush();
        grouping.waiting().forEach((lfn, reason) -> terminal.err().println(lfn + " waits: " + reason));
        return 0;
    }

    private TransformationJson.Draft draft() {
        try {
            return TransformationJson.readDraft(Json.bytes(transformation));
        } catch (TransformationFormatException e) {
            throw new CommandFailedException(transformation + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode json(PlannedTask task) {
        ObjectNode json = Json.object().put("targetSE", task.targetSe());
        ArrayNode lfns = json.putArray("lfns");
        task.lfns().forEach(lfns::add);
        return json;
    }
}
