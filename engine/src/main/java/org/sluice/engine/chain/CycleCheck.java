package org.sluice.engine.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.store.Derivation;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationStatus;

/**
 * Whether a transformation that is activated closes a cycle of active ones, in which files would go round for ever. A
 * transformation is active where its status makes tasks. Thread-safe.
 */
public final class CycleCheck {
    /** Stands for a transformation that is not stored yet. */
    private static final int NEW = 0;

    private final MetadataSchema schema;

    public CycleCheck(MetadataSchema schema) {
        this.schema = schema;
    }

    /** Like {@link #ofChange}, for a transformation that is to be created. */
    public Optional<String> ofCreation(List<Transformation> all, TransformationDefinition created) {
        return sentence(all, NEW, created, created.makesTasks(), created.inheritedFrom() > 0);
    }

    /**
     * The cycle that a change closes, as a sentence; empty where it closes none. Asked only of changes that can: the
     * transformation becomes active, or is and gets another query, or its new parent becomes {@code Completing}. Where the
     * change closes several, one of which every link is certain is told.
     *
     * @param all all transformations as they are now
     */
    public Optional<String> ofChange(List<Transformation> all, Transformation old, TransformationDefinition changed) {
        TransformationDefinition before = old.definition();
        boolean other = !before.makesTasks()
                || !before.inputQuery().equals(changed.inputQuery())
                || !before.outputQuery().equals(changed.outputQuery());
        return sentence(all, old.id(), changed, changed.makesTasks() && other, Derivation.isNew(before, changed));
    }

    private Optional<String> sentence(
            List<Transformation> all, int id, TransformationDefinition changed, boolean activated, boolean derived) {
        Map<Integer, TransformationDefinition> then = new TreeMap<>();
        all.forEach(transformation -> then.put(transformation.id(), transformation.definition()));
        then.put(id, changed);
        List<Integer> activatedIds = new ArrayList<>(activated ? List.of(id) : List.of());
        if (derived) {
            Optional.ofNullable(then.get(changed.inheritedFrom()))
                    .filter(parent -> Derivation.completes(parent.status()))
                    .ifPresent(parent -> {
                        then.put(changed.inheritedFrom(), parent.withStatus(TransformationStatus.COMPLETING.text()));
                        activatedIds.add(changed.inheritedFrom());
                    });
        }
        if (activatedIds.isEmpty()) {
            return Optional.empty();
        }
        then.values().removeIf(definition -> !definition.makesTasks());
        ChainGraph graph = ChainGraph.of(then, schema);
        return activatedIds.stream()
                .flatMap(node -> graph.cycleThrough(node).stream())
                .min(Comparator.comparing(cycle -> !graph.isCertain(cycle)))
                .map(cycle -> sentence(cycle, graph.isCertain(cycle), then, cycle.get(0) != id));
    }

    private static String sentence(
            List<Integer> cycle,
            boolean certain,
            Map<Integer, TransformationDefinition> definitions,
            boolean isParent) {
        return "transformation %s%s closes a cycle%s: %s. What it makes would come back to it"
                .formatted(
                        label(cycle.get(0), definitions),
                        isParent ? ", which goes to Completing as the parent of another," : "",
                        certain ? "" : " (perhaps: not every pair of queries could be compared exactly)",
                        cycle.stream().map(node -> label(node, definitions)).collect(Collectors.joining(" → ")));
    }

    private static String label(int id, Map<Integer, TransformationDefinition> definitions) {
        String name = Optional.ofNullable(definitions.get(id))
                .map(TransformationDefinition::name)
                .orElse("");
        return id == NEW ? name : id + " " + name;
    }
}
