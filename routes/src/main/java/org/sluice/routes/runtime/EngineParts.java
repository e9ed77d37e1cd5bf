package org.sluice.routes.runtime;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.config.Configuration;
import org.sluice.config.MetadataType;
import org.sluice.config.grid.Grid;
import org.sluice.config.grid.PluginDefaults;
import org.sluice.engine.filter.FieldType;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.trigger.BoundaryListener;
import org.sluice.engine.trigger.TriggerSettings;

/** What the configuration says, in the engine's terms. */
public final class EngineParts {
    private EngineParts() {}

    /** The types of metadata fields. */
    public static MetadataSchema schema(Configuration configuration) {
        Map<String, FieldType> fields = new HashMap<>();
        configuration.engine().metadataFields().forEach((name, type) -> fields.put(name, fieldType(type)));
        return MetadataSchema.of(fields);
    }

    /** Sites, storage elements and shares. */
    public static Resources resources(Configuration configuration) {
        Grid grid = configuration.grid();
        Map<String, List<String>> bySite = new LinkedHashMap<>();
        grid.sites().forEach(site -> bySite.put(site.name(), site.storageElements()));
        Set<String> tapes =
                grid.storageElements().keySet().stream().filter(grid::isTape).collect(Collectors.toSet());
        return new Resources(bySite, tapes, grid.cpuShares());
    }

    /** Everything that the trigger is told. */
    public static TriggerSettings triggerSettings(Configuration configuration) {
        PluginDefaults defaults = configuration.plugins();
        return new TriggerSettings(
                resources(configuration),
                defaults.common(),
                defaults.byPlugin(),
                configuration.transformations().filesMaxResetCounter(),
                configuration.engine().maxLineage(),
                configuration.engine().pluginTimeout(),
                configuration.engine().taskNotices().isPresent());
    }

    /** All listeners on the class path, one after another; usually there is none. */
    static BoundaryListener boundaryListeners() {
        List<BoundaryListener> listeners = ServiceLoader.load(BoundaryListener.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return boundary -> listeners.forEach(listener -> listener.passed(boundary));
    }

    private static FieldType fieldType(MetadataType type) {
        return switch (type) {
            case INT -> FieldType.INT;
            case FLOAT -> FieldType.FLOAT;
            case DATE -> FieldType.DATE;
            case STRING -> FieldType.STRING;
        };
    }
}
