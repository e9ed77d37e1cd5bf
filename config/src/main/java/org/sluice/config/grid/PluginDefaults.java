package org.sluice.config.grid;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.value.SectionReader;

/**
 * Parameters that grouping plugins have unless a transformation says otherwise.
 *
 * @param common for every plugin: {@code /Operations/Defaults/TransformationPlugins/<name>}
 * @param byPlugin plugin → its own: {@code /Operations/Defaults/TransformationPlugins/<Plugin>/<name>}
 */
public record PluginDefaults(Map<String, String> common, Map<String, Map<String, String>> byPlugin) {

    public PluginDefaults {
        common = ordered(common);
        Map<String, Map<String, String>> copy = new LinkedHashMap<>();
        byPlugin.forEach((plugin, parameters) -> copy.put(plugin, ordered(parameters)));
        byPlugin = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads {@code /Operations/Defaults/TransformationPlugins}.
     *
     * @param root the root of the configuration; what is wrong goes to its {@code Reading}
     */
    public static PluginDefaults read(SectionReader root) {
        SectionReader plugins = root.at("/Operations/Defaults/TransformationPlugins");
        Map<String, Map<String, String>> byPlugin = new LinkedHashMap<>();
        plugins.sections().forEach(plugin -> byPlugin.put(plugin.name(), parameters(plugin)));
        return new PluginDefaults(parameters(plugins), byPlugin);
    }

    /** The parameters of one plugin: the common ones, then its own, which win. */
    public Map<String, String> of(String plugin) {
        Map<String, String> all = new LinkedHashMap<>(common);
        all.putAll(byPlugin.getOrDefault(plugin, Map.of()));
        return Collections.unmodifiableMap(all);
    }

    private static Map<String, String> parameters(SectionReader section) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (CfgOption option : section.section().options()) {
            parameters.put(option.name(), section.text(option.name()).orElse(""));
        }
        return parameters;
    }

    private static Map<String, String> ordered(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
