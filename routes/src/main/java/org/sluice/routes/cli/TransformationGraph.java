package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sluice.engine.chain.ChainGraph;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationStatus;
import org.sluice.routes.runtime.EngineParts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which transformations follow from which. */
@Command(
        name = "graph",
        description = {
            "Show which transformations take what others make, told by output and input queries, and cycles.",
            "A link is 'perhaps' where the queries could not be compared exactly."
        })
final class TransformationGraph implements Callable<Integer> {
    private final Terminal terminal;

    /** How the graph is written. */
    enum Format {
        TEXT,
        DOT,
        JSON
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, dot (for Graphviz) or json; text unless given.")
    private Format format = Format.TEXT;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean asJson;

    @Option(names = "--all", description = "Those too that are archived, cleaned or deleted, or being so.")
    private boolean all;

    @Mixin
    private final RegistryMixin registries;

    TransformationGraph(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        return registries.with((registry, configuration) -> {
            List<Transformation> transformations = registry.list().stream()
                    .filter(transformation -> all || isAlive(transformation))
                    .toList();
            UnreadableQueries.warn(transformations, terminal);
            Map<Integer, TransformationDefinition> shown = transformations.stream()
                    .collect(Collectors.toMap(
                            Transformation::id, Transformation::definition, (a, b) -> a, TreeMap::new));
            ChainGraph graph = ChainGraph.of(shown, EngineParts.schema(configuration));
            graph.problems().forEach(problem -> terminal.err().println("warning: " + problem));
            terminal.out()
                    .println(
                            switch (asJson ? Format.JSON : format) {
                                case TEXT -> text(shown, graph);
                                case DOT -> dot(shown, graph);
                                case JSON -> Json.pretty(json(shown, graph));
                            });
            return 0;
        });
    }

    private static boolean isAlive(Transformation transformation) {
        Optional<TransformationStatus> status =
                TransformationStatus.of(transformation.definition().status());
        return status.map(known -> known.compareTo(TransformationStatus.ARCHIVED) < 0)
                .orElse(true);
    }

    private static String text(Map<Integer, TransformationDefinition> shown, ChainGraph graph) {
        if (shown.isEmpty()) {
            return "There are no transformations to show; 'sluice transformation create FILE' adds one.";
        }
        StringBuilder text = new StringBuilder();
        shown.forEach((id, definition) -> {
            text.append("%d %s (%s)%n".formatted(id, definition.name(), definition.status()));
            graph.links().stream()
                    .filter(link -> link.from() == id)
                    .forEach(link -> text.append(
                            "  → %s%s%n".formatted(label(link.to(), shown), link.certain() ? "" : ", perhaps")));
        });
        graph.cycles()
                .forEach(cycle -> text.append("Cycle%s: %s%n"
                        .formatted(
                                graph.isCertain(cycle) ? "" : ", perhaps",
                                cycle.stream().map(id -> label(id, shown)).collect(Collectors.joining(" → ")))));
        return text.toString().stripTrailing();
    }

    private static String label(int id, Map<Integer, TransformationDefinition> shown) {
        return id + " "
                + Optional.ofNullable(shown.get(id))
                        .map(TransformationDefinition::name)
                        .orElse("");
    }

    private static String dot(Map<Integer, TransformationDefinition> shown, ChainGraph graph) {
        StringBuilder dot = new StringBuilder("digraph transformations {\n");
        shown.forEach((id, definition) -> dot.append("  %d [label=\"%d %s\\n%s\"];\n"
                .formatted(id, id, escaped(definition.name()), escaped(definition.status()))));
        graph.links()
                .forEach(link -> dot.append(
                        "  %d -> %d%s;\n".formatted(link.from(), link.to(), link.certain() ? "" : " [style=dashed]")));
        return dot.append("}").toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static ObjectNode json(Map<Integer, TransformationDefinition> shown, ChainGraph graph) {
        ObjectNode json = Json.object();
        ArrayNode transformations = json.putArray("Transformations");
        shown.forEach((id, definition) -> transformations
                .addObject()
                .put("TransformationID", id)
                .put("TransformationName", definition.name())
                .put("Status", definition.status()));
        ArrayNode links = json.putArray("Links");
        graph.links().forEach(link -> links.addObject()
                .put("From", link.from())
                .put("To", link.to())
                .put("Certain", link.certain()));
        ArrayNode cycles = json.putArray("Cycles");
        for (List<Integer> cycle : graph.cycles()) {
            ArrayNode path = cycles.addArray();
            cycle.forEach(path::add);
        }
        return json;
    }
}
