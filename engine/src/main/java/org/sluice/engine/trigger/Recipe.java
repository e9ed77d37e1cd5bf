package org.sluice.engine.trigger;

import java.util.Map;
import java.util.Optional;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.grouping.GroupingPlugin;
import org.sluice.engine.grouping.PluginSettings;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.TransformationDefinition;

/**
 * How one transformation takes files and groups them.
 *
 * @param maxTasks above 0: no more tasks than that
 * @param plugins where the plugin is looked up when it is needed, so that a missing one is a fault like any other of it
 */
record Recipe(int id, String type, int maxTasks, Optional<MetaQuery> query, PluginSettings settings, Plugins plugins) {

    static Recipe of(
            Transformation transformation, Optional<MetaQuery> query, TriggerSettings settings, Plugins plugins) {
        TransformationDefinition definition = transformation.definition();
        return new Recipe(
                transformation.id(),
                definition.type(),
                definition.maxNumberOfTasks(),
                query,
                PluginSettings.of(
                        definition,
                        settings.pluginDefaults(),
                        settings.defaultsByPlugin().getOrDefault(definition.plugin(), Map.of())),
                plugins);
    }

    String pluginName() {
        return settings.plugin();
    }

    /** The plugin; throws where there is none of that name. */
    GroupingPlugin plugin() {
        return plugins.require(settings.plugin());
    }
}
