package org.sluice.engine.trigger;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.grouping.GroupingPlugin;
import org.sluice.engine.grouping.GroupingRequest;
import org.sluice.engine.grouping.Lanes;
import org.sluice.engine.grouping.PluginSettings;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.Placement;
import org.sluice.engine.store.Run;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.TransformationDefinition;

/**
 * How one transformation takes files and groups them.
 *
 * @param maxTasks above 0: no more tasks than that
 * @param plugins where the plugin is looked up when it is needed, so that a missing one is a fault like any other of it
 */
record Recipe(
        int id,
        String type,
        int maxTasks,
        Optional<MetaQuery> query,
        PluginSettings settings,
        Plugins plugins,
        Resources resources) {

    static Recipe of(
            Transformation transformation, Optional<MetaQuery> query, TriggerSettings settings, Plugins plugins) {
        TransformationDefinition definition = transformation.definition();
        return new Recipe(
                transformation.id(),
                definition.type(),
                definition.maxNumberOfTasks(),
                query,
                settings.of(definition),
                plugins,
                settings.resources());
    }

    String pluginName() {
        return settings.plugin();
    }

    /** The plugin, if there is one of that name. */
    Optional<GroupingPlugin> knownPlugin() {
        return plugins.find(settings.plugin());
    }

    /** The plugin; throws where there is none of that name. */
    GroupingPlugin plugin() {
        return plugins.require(settings.plugin());
    }

    /** The lanes of its files; throws where the plugin cannot work with the parameters. */
    Lanes lanes() {
        return plugin().lanes(settings, resources);
    }

    /** The metadata name of which files of one task have one value. */
    Optional<String> groupBy() {
        return settings.groupBy();
    }

    /** How old a group may become. */
    Optional<Duration> maxWait() {
        return settings.maxWait();
    }

    /** The run that a file belongs to, where the transformation groups by one and the file has it. */
    Optional<Run> run(Supplier<FileFacts> facts) {
        return groupBy().flatMap(key -> facts.get().value(key).map(value -> Runs.of(key, value)));
    }

    /** How the names of the lanes begin in which files of this run wait. */
    String beginning(Optional<Run> run) {
        return groupBy()
                .map(key -> run.map(Runs::beginning).orElseGet(() -> Runs.beginningWithout(key)))
                .orElse("");
    }

    /** Where a file waits, of the run that {@link #run} gave. */
    Placement placement(Lanes lanes, FileRecord record, Optional<Run> run) {
        WaitingFile file = new WaitingFile(record.lfn(), record.sizeBytes(), record.storageElements());
        String beginning = beginning(run);
        SortedSet<String> names = new TreeSet<>();
        GroupingRequest.shown(settings, file)
                .ifPresent(shown -> lanes.of(shown).forEach(lane -> names.add(Runs.lane(beginning, lane))));
        return new Placement(id, record.lfn(), names, record.sizeBytes().orElse(0));
    }

    /** Which of the transformation's lanes a plugin sees together: those whose names begin so. */
    String together(String laneName) {
        return groupBy().isPresent() ? Runs.beginningOf(laneName) : "";
    }
}
