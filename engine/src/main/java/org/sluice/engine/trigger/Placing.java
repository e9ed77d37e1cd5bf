package org.sluice.engine.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.grouping.Lanes;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.Placement;
import org.sluice.engine.store.Run;

/** Files of which plugins are asked in which lanes they wait. */
final class Placing {
    private final WorkingPlugins plugins;
    private final Map<Integer, List<OfRun>> files = new TreeMap<>();

    Placing(WorkingPlugins plugins) {
        this.plugins = plugins;
    }

    private record OfRun(FileRecord record, Optional<Run> run) {}

    /** Where a file of a run waits. */
    record Placed(Placement placement, Optional<Run> run) {
        Set<LaneKey> lanes() {
            Set<LaneKey> keys = new TreeSet<>();
            placement.lanes().forEach(lane -> keys.add(new LaneKey(placement.transformationId(), lane)));
            return keys;
        }
    }

    /** @param run the one that {@link Recipe#run} gives */
    void add(int transformationId, FileRecord record, Optional<Run> run) {
        files.computeIfAbsent(transformationId, id -> new ArrayList<>()).add(new OfRun(record, run));
    }

    /** Asks. Files of transformations that make no tasks, or whose plugin fails, are left out. */
    List<Placed> ask() {
        Map<Integer, Function<Lanes, List<Placed>>> questions = new TreeMap<>();
        files.forEach((id, ofRuns) -> plugins.of(id)
                .map(WorkingPlugins.Working::recipe)
                .ifPresent(recipe -> {
                    List<OfRun> asked = List.copyOf(ofRuns);
                    questions.put(id, lanes -> asked.stream()
                            .map(file -> new Placed(recipe.placement(lanes, file.record(), file.run()), file.run()))
                            .toList());
                }));
        return plugins.ask(questions).values().stream().flatMap(List::stream).toList();
    }
}
