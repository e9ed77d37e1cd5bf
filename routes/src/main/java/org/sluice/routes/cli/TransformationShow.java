package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.engine.store.TransformationRegistry.Counts;
import org.sluice.engine.store.TransformationRegistry.Progress;
import org.sluice.routes.cli.RegistryMixin.Selected;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One transformation. */
@Command(name = "show", description = "Show a transformation.")
final class TransformationShow implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "Its number or its name.")
    @SuppressWarnings("NullAway.Init") // required
    private String id;

    @Option(names = "--json", description = "Print a JSON object with DIRAC's names; 'create' takes it.")
    private boolean asJson;

    @Mixin
    private final RegistryMixin registries;

    TransformationShow(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        return registries.with(id, selected -> {
            ObjectNode json = json(selected);
            terminal.out().println(asJson ? Json.pretty(json) : text(json));
            return 0;
        });
    }

    private static ObjectNode json(Selected selected) {
        Counts counts = selected.registry().counts().stream()
                .filter(numbers -> numbers.transformationId() == selected.id())
                .findFirst()
                .orElse(null);
        ObjectNode json = TransformationList.withCounts(selected.transformation(), counts);
        selected.registry().quarantine(selected.id()).ifPresent(reason -> json.put("Quarantine", reason));
        addPendingWork(selected, json);
        return json;
    }

    private static void addPendingWork(Selected selected, ObjectNode json) {
        List<Progress> pending = selected.registry().pendingWork().stream()
                .filter(progress -> progress.work().transformationId() == selected.id())
                .toList();
        if (!pending.isEmpty()) {
            ArrayNode work = json.putArray("PendingWork");
            pending.forEach(progress -> work.add(PendingWorkText.json(progress)));
        }
    }

    private static String text(ObjectNode json) {
        Table table = Table.of("Name", "Value");
        ObjectNode shown = json.deepCopy();
        JsonNode pending = shown.remove("PendingWork");
        if (pending != null) {
            pending.forEach(work -> table.row("PendingWork", work.get("Message").textValue()));
        }
        shown.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (!value.isEmpty() || (value.isValueNode() && !value.asText().isEmpty())) {
                table.row(member.getKey(), value.isTextual() ? value.textValue() : value.toString());
            }
        });
        return table.toString();
    }
}
