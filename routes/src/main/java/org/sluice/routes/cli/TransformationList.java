package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.store.TransformationRegistry.Counts;
import org.sluice.engine.store.TransformationRegistry.Progress;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.TransformationJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All transformations. */
@Command(name = "list", description = "List all transformations.")
final class TransformationList implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print a JSON array of objects with DIRAC's names.")
    private boolean asJson;

    @Mixin
    private final RegistryMixin registries;

    TransformationList(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        return registries.with((registry, configuration) -> {
            Map<Integer, Counts> counts =
                    registry.counts().stream().collect(Collectors.toMap(Counts::transformationId, Function.identity()));
            List<Transformation> all = registry.list();
            Map<Integer, List<Progress>> pending = registry.pendingWork().stream()
                    .collect(Collectors.groupingBy(progress -> progress.work().transformationId()));
            Map<Integer, String> quarantines = registry.quarantines();
            terminal.out()
                    .println(
                            asJson
                                    ? json(all, counts, pending, quarantines)
                                    : table(all, counts, pending, quarantines));
            UnreadableQueries.warn(all, terminal);
            return 0;
        });
    }

    private static String json(
            List<Transformation> all,
            Map<Integer, Counts> counts,
            Map<Integer, List<Progress>> pending,
            Map<Integer, String> quarantines) {
        ArrayNode array = Json.array();
        for (Transformation transformation : all) {
            ObjectNode json = withCounts(transformation, counts.get(transformation.id()));
            Optional.ofNullable(quarantines.get(transformation.id()))
                    .ifPresent(reason -> json.put("Quarantine", reason));
            ArrayNode work = json.putArray("PendingWork");
            pending.getOrDefault(transformation.id(), List.of())
                    .forEach(progress -> work.add(PendingWorkText.json(progress)));
            array.add(json);
        }
        return Json.pretty(array);
    }

    /** A transformation with the numbers of its files and tasks by status. */
    static ObjectNode withCounts(Transformation transformation, @Nullable Counts counts) {
        ObjectNode json = TransformationJson.write(transformation);
        ObjectNode files = json.putObject("Files");
        ObjectNode tasks = json.putObject("Tasks");
        if (counts != null) {
            counts.filesByStatus().forEach(files::put);
            counts.tasksByStatus().forEach(tasks::put);
        }
        return json;
    }

    private static String table(
            List<Transformation> all,
            Map<Integer, Counts> counts,
            Map<Integer, List<Progress>> pending,
            Map<Integer, String> quarantines) {
        if (all.isEmpty()) {
            return "There are no transformations yet; 'sluice transformation create FILE' adds one.";
        }
        Table table = Table.of("ID", "Name", "Type", "Plugin", "Status", "Files", "Tasks", "Pending")
                .numbers(0, 5, 6);
        for (Transformation transformation : all) {
            Counts numbers = counts.getOrDefault(
                    transformation.id(), new Counts(transformation.id(), Map.of(), Map.of(), Map.of()));
            table.row(
                    transformation.id(),
                    transformation.definition().name(),
                    transformation.definition().type(),
                    transformation.definition().plugin(),
                    transformation.definition().status()
                            + (quarantines.containsKey(transformation.id()) ? ", quarantined" : ""),
                    sum(numbers.filesByStatus()),
                    sum(numbers.tasksByStatus()),
                    Stream.concat(
                                    UnreadableQueries.marks(transformation),
                                    pending.getOrDefault(transformation.id(), List.of()).stream()
                                            .map(PendingWorkText::shortly))
                            .collect(Collectors.joining(", ")));
        }
        return quarantines.isEmpty()
                ? table.toString()
                : table + "\nWhat is quarantined makes no tasks; 'sluice transformation show ID' tells why.";
    }

    private static long sum(Map<String, Long> byStatus) {
        return byStatus.values().stream().mapToLong(Long::longValue).sum();
    }
}
