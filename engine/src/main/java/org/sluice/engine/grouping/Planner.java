package org.sluice.engine.grouping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.engine.transformation.TransformationStatus;

/** The dry run: what a plugin would make of some files. Touches no database. Immutable, safe for several threads. */
public final class Planner {
    private final Plugins plugins;
    private final Resources resources;

    public Planner(Plugins plugins, Resources resources) {
        this.plugins = plugins;
        this.resources = resources;
    }

    /**
     * Groups files as the transformation's plugin would, on {@code Flush} leftovers too. Without a {@code GroupSize} of
     * its own it has that of the defaults, else 10. An LFN that comes twice is one file, at its first place in the
     * order, with all replicas and the later size.
     *
     * @param defaults the options of {@code /Operations/Defaults/TransformationPlugins}
     * @param pluginDefaults the options of {@code /Operations/Defaults/TransformationPlugins/<Plugin>}
     * @param files in file order
     * @throws GroupingException when there is no such plugin, or its parameters or the resources do not allow grouping
     */
    public Grouping plan(
            TransformationJson.Draft draft,
            Map<String, String> defaults,
            Map<String, String> pluginDefaults,
            List<WaitingFile> files) {
        PluginSettings settings = PluginSettings.of(draft.definition(), defaults, pluginDefaults);
        return plugins.require(settings.plugin())
                .group(new GroupingRequest(
                        draft.groupSizeGiven() ? settings : settings.withGroupSizeOfParameters(),
                        once(files),
                        draft.definition().status().equals(TransformationStatus.FLUSH.text()),
                        resources,
                        draft.filesByUsedSe()));
    }

    private static List<WaitingFile> once(List<WaitingFile> files) {
        Map<String, WaitingFile> byLfn = new LinkedHashMap<>();
        files.forEach(file -> byLfn.merge(file.lfn(), file, Planner::merged));
        return List.copyOf(byLfn.values());
    }

    private static WaitingFile merged(WaitingFile earlier, WaitingFile later) {
        TreeSet<String> replicas = new TreeSet<>(earlier.replicas());
        replicas.addAll(later.replicas());
        OptionalLong size = later.sizeBytes().isPresent() ? later.sizeBytes() : earlier.sizeBytes();
        return new WaitingFile(earlier.lfn(), size, replicas);
    }
}
