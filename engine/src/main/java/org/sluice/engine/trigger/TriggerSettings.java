package org.sluice.engine.trigger;

import java.time.Duration;
import java.util.Map;
import org.sluice.engine.grouping.PluginSettings;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.transformation.TransformationDefinition;

/**
 * What the configuration says to the trigger.
 *
 * @param resources sites, storage elements, shares
 * @param pluginDefaults parameters for all plugins
 * @param defaultsByPlugin parameters for one plugin, by its name
 * @param failuresAllowed at this many failures, and at each multiple, a file is not tried again by itself; 1 or more
 * @param maxLineage how many transformations may follow from one another, see {@code docs/transformations.md}
 * @param pluginTimeout how long a plugin of somebody else's may take for one call
 * @param notices whether task notices are wanted; if not, none are kept in the outbox
 */
public record TriggerSettings(
        Resources resources,
        Map<String, String> pluginDefaults,
        Map<String, Map<String, String>> defaultsByPlugin,
        int failuresAllowed,
        int maxLineage,
        Duration pluginTimeout,
        boolean notices) {
    public TriggerSettings {
        pluginDefaults = Map.copyOf(pluginDefaults);
        defaultsByPlugin = Map.copyOf(defaultsByPlugin);
    }

    /** How a transformation wants its files grouped, with these defaults. */
    public PluginSettings of(TransformationDefinition definition) {
        return PluginSettings.of(
                definition, pluginDefaults, defaultsByPlugin.getOrDefault(definition.plugin(), Map.of()));
    }
}
