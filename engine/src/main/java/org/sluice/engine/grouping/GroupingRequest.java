package org.sluice.engine.grouping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a plugin sees.
 *
 * <p>The request itself keeps to DIRAC's rule of locations, so that no plugin can forget it: of the files that it is
 * made with, those without a known replica are left out; where the transformation removes files, locations do not
 * matter and every file is at the one place {@value #NO_LOCATION} (DIRAC: {@code TransformationAgent}).
 *
 * @param settings the transformation's group size, type and parameters, with the site's defaults already looked up
 * @param files the files that can be grouped, in the order in which they were attached, each LFN once
 * @param flush whether groups smaller than the group size are wanted too
 * @param resources sites, storage elements and shares
 * @param usedSeCounts asked for {@link #filesByUsedSe()} when a plugin wants to know, since counting takes time
 */
public record GroupingRequest(
        PluginSettings settings,
        List<WaitingFile> files,
        boolean flush,
        Resources resources,
        Supplier<Map<String, Long>> usedSeCounts) {

    /** Stands for the storage elements, and so for the target, of files that are to be removed. */
    public static final String NO_LOCATION = "None";

    public GroupingRequest {
        files = settings.needsReplicas() ? located(files) : placeless(files);
    }

    /** A request with counts that are known already. */
    public GroupingRequest(
            PluginSettings settings,
            List<WaitingFile> files,
            boolean flush,
            Resources resources,
            Map<String, Long> filesByUsedSe) {
        this(settings, files, flush, resources, () -> Map.copyOf(filesByUsedSe));
    }

    /** How many files were already given to each target. */
    public Map<String, Long> filesByUsedSe() {
        return usedSeCounts.get();
    }

    /** A file as the requests of a transformation show it; empty where they leave it out. */
    public static Optional<WaitingFile> shown(PluginSettings settings, WaitingFile file) {
        return (settings.needsReplicas() ? located(List.of(file)) : placeless(List.of(file)))
                .stream().findFirst();
    }

    private static List<WaitingFile> located(List<WaitingFile> files) {
        return files.stream().filter(file -> !file.replicas().isEmpty()).toList();
    }

    private static List<WaitingFile> placeless(List<WaitingFile> files) {
        Set<String> nowhere = Set.of(NO_LOCATION);
        return files.stream()
                .map(file -> WaitingFile.of(file.lfn(), file.sizeBytes(), nowhere))
                .toList();
    }
}
