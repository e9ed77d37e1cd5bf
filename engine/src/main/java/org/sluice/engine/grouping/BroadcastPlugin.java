package org.sluice.engine.grouping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sends files that are at {@code SourceSE} to the {@code TargetSE}s, or to {@code Destinations} of them (DIRAC:
 * {@code TransformationPlugin._Broadcast}). DIRAC tries targets in random order; here the order is a hash's, so that a
 * run can be repeated.
 */
final class BroadcastPlugin implements GroupingPlugin {
    @Override
    public String name() {
        return "Broadcast";
    }

    @Override
    public Grouping group(GroupingRequest request) {
        PluginSettings settings = request.settings();
        Sites sites = new Sites(request.resources());
        Set<String> sources = storageElements(settings, "SourceSE", sites);
        TargetChoice choice = choice(settings, sites);
        Chunking chunking = Chunking.byCount(settings.filesPerTask(), request.flush());

        List<PlannedTask> tasks = new ArrayList<>();
        byTarget(atSource(request.files(), sources), choice).forEach((target, files) -> chunking.cut(files)
                .forEach(chunk -> tasks.add(new PlannedTask(
                        target, chunk.stream().map(WaitingFile::lfn).toList()))));
        return Grouping.of(tasks);
    }

    @Override
    public Lanes lanes(PluginSettings settings, Resources resources) {
        Sites sites = new Sites(resources);
        Set<String> sources = storageElements(settings, "SourceSE", sites);
        TargetChoice choice = choice(settings, sites);
        return LanesByPlace.byCount(
                file -> isAtSource(file, sources) ? List.of(target(choice, file)) : List.of(), settings.filesPerTask());
    }

    private static TargetChoice choice(PluginSettings settings, Sites sites) {
        Set<String> targets = storageElements(settings, "TargetSE", sites);
        if (targets.isEmpty()) {
            throw settings.mistake("parameter TargetSE must name at least one storage element");
        }
        int destinations = settings.wholeParameter("Destinations", 0).orElse(0);
        return destinations == 0 || destinations >= targets.size()
                ? TargetChoice.all(targets)
                : TargetChoice.some(targets, destinations, sites);
    }

    private static Set<String> storageElements(PluginSettings settings, String parameter, Sites sites) {
        Set<String> storageElements = new LinkedHashSet<>(settings.listParameter(parameter));
        storageElements.stream().filter(se -> !sites.knows(se)).findFirst().ifPresent(unknown -> {
            throw settings.mistake(
                    "parameter %s names the storage element \"%s\", which no site has; see /Resources/Sites/<Domain>/<Site>/SE"
                            .formatted(parameter, unknown));
        });
        return storageElements;
    }

    private static List<WaitingFile> atSource(List<WaitingFile> files, Set<String> sources) {
        return files.stream().filter(file -> isAtSource(file, sources)).toList();
    }

    private static boolean isAtSource(WaitingFile file, Set<String> sources) {
        return sources.isEmpty() || !Collections.disjoint(file.replicas(), sources);
    }

    private static String target(TargetChoice choice, WaitingFile file) {
        return String.join(",", new TreeSet<>(choice.of(file)));
    }

    private static Map<String, List<WaitingFile>> byTarget(List<WaitingFile> files, TargetChoice choice) {
        Map<String, List<WaitingFile>> byTarget = new LinkedHashMap<>();
        ReplicaGroups.bySet(files)
                .values()
                .forEach(group -> group.forEach(
                        file -> byTarget.computeIfAbsent(target(choice, file), target -> new ArrayList<>())
                                .add(file)));
        return byTarget;
    }
}
