package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.sluice.config.Configuration;
import org.sluice.engine.dryrun.Explain;
import org.sluice.engine.dryrun.FileExplanation;
import org.sluice.engine.dryrun.Reason;
import org.sluice.engine.filter.Explanation;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.transformation.Transformation;
import org.sluice.routes.runtime.EngineParts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why a file is in a transformation, or not, or waits. */
@Command(
        name = "explain",
        description = {
            "Tell why a file is or is not in a transformation, condition by condition, and why it waits if it does.",
            "Looks at what is recorded, and changes nothing."
        })
final class ExplainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "LFN", description = "The file's logical name.")
    @SuppressWarnings("NullAway.Init") // required
    private String lfn;

    @Parameters(index = "1", paramLabel = "ID", description = "The transformation's number or name.")
    @SuppressWarnings("NullAway.Init") // required
    private String id;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean asJson;

    @Mixin
    private final RegistryMixin registries;

    ExplainCommand(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        FileExplanation explanation = registries.withStores((stores, configuration) -> {
            Transformation transformation = RegistryMixin.find(stores.registry(), id);
            return explain(stores, configuration).explain(lfn, transformation);
        });
        terminal.out().println(asJson ? Json.pretty(json(explanation)) : text(explanation));
        return 0;
    }

    private static Explain explain(Registries.Open stores, Configuration configuration) {
        return new Explain(
                stores.registry(),
                stores.fileLookup(),
                EngineParts.schema(configuration),
                EngineParts.triggerSettings(configuration),
                Plugins.load(ExplainCommand.class.getClassLoader()));
    }

    private static String text(FileExplanation explanation) {
        Transformation transformation = explanation.transformation();
        StringBuilder text = new StringBuilder("%s in transformation %d, %s (%s, plugin %s): %s"
                .formatted(
                        explanation.lfn(),
                        transformation.id(),
                        transformation.definition().name(),
                        transformation.definition().status(),
                        transformation.definition().plugin(),
                        explanation.row().map(row -> row.status()).orElse("not in it")));
        explanation.row().ifPresent(row -> {
            text.append(row.errorCount() > 0 ? ", %d errors".formatted(row.errorCount()) : "");
            text.append(row.generation() > 1 ? ", generation %d".formatted(row.generation()) : "");
        });
        explanation.reasons().forEach(reason -> text.append("\n- ").append(reason.sentence()));
        explanation.query().ifPresent(query -> text.append("\nIts InputMetaQuery now ")
                .append(query));
        return text.toString();
    }

    private static ObjectNode json(FileExplanation explanation) {
        Transformation transformation = explanation.transformation();
        ObjectNode json = Json.object()
                .put("LFN", explanation.lfn())
                .put("TransformationID", transformation.id())
                .put("TransformationName", transformation.definition().name())
                .put("TransformationStatus", transformation.definition().status())
                .put("Plugin", transformation.definition().plugin())
                .put("Attached", explanation.row().isPresent());
        explanation.row().ifPresent(row -> json.put("Status", row.status())
                .put("TaskID", row.taskId())
                .put("ErrorCount", row.errorCount())
                .put("Generation", row.generation()));
        explanation.task().ifPresent(task -> json.putObject("Task")
                .put("TaskID", task.taskId())
                .put("ExternalStatus", task.status())
                .put("ExternalID", task.externalId())
                .put("TargetSE", task.targetSe()));
        ArrayNode reasons = json.putArray("Reasons");
        for (Reason reason : explanation.reasons()) {
            reasons.addObject().put("Code", reason.code().text()).put("Message", reason.sentence());
        }
        explanation.query().ifPresent(query -> addConditions(json, query));
        return json;
    }

    private static void addConditions(ObjectNode json, Explanation query) {
        json.put("Matches", query.matched());
        ArrayNode conditions = json.putArray("Conditions");
        for (Explanation.Line line : query.lines()) {
            ObjectNode condition = conditions
                    .addObject()
                    .put("Place", line.place())
                    .put("Condition", line.condition())
                    .put("Holds", line.held());
            line.value().ifPresent(value -> condition.set("Value", value));
            line.remark().ifPresent(remark -> condition.put("Remark", remark));
        }
    }
}
