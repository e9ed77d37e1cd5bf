package org.sluice.engine.chain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.TransformationDefinition;

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
        return created.makesTasks() ? sentence(all, NEW, created) : Optional.empty();
    }

    /**
     * The cycle that a change closes, as a sentence; empty where it closes none. Asked only of changes that can: the
     * transformation becomes active, or is and gets another query.
     *
     * @param all all transformations as they are now
     */
    public Optional<String> ofChange(List<Transformation> all, Transformation old, TransformationDefinition changed) {
        TransformationDefinition before = old.definition();
        boolean other = !before.makesTasks()
                || !before.inputQuery().equals(changed.inputQuery())
                || !before.outputQuery().equals(changed.outputQuery());
        return changed.makesTasks() && other ? sentence(all, old.id(), changed) : Optional.empty();
    }

    private Optional<String> sentence(List<Transformation> all, int id, TransformationDefinition changed) {
        Map<Integer, TransformationDefinition> active = new TreeMap<>();
        all.stream()
                .filter(transformation -> transformation.definition().makesTasks())
                .forEach(transformation -> active.put(transformation.id(), transformation.definition()));
        active.put(id, changed);
        ChainGraph graph = ChainGraph.of(active, schema);
        return graph.cycleThrough(id).map(path -> {
            String way = path.stream().map(node -> label(node, active)).collect(Collectors.joining(" → "));
            String doubt =
                    graph.isCertain(path) ? "" : " (perhaps: not every pair of queries could be compared exactly)";
            return "transformation %s closes a cycle%s: %s. What it makes would come back to it"
                    .formatted(label(id, active), doubt, way);
        });
    }

    private static String label(int id, Map<Integer, TransformationDefinition> definitions) {
        String name = Optional.ofNullable(definitions.get(id))
                .map(TransformationDefinition::name)
                .orElse("");
        return id == NEW ? name : id + " " + name;
    }
}
