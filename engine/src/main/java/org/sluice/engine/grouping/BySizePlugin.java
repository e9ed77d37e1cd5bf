package org.sluice.engine.grouping;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups files that are at the same places, {@code GroupSize} gigabytes a task (DIRAC:
 * {@code TransformationPlugin._BySize}). Unlike DIRAC it counts fractions of the group size.
 */
final class BySizePlugin implements GroupingPlugin {
    private static final int GIGABYTE_DIGITS = 9;
    private static final int DEFAULT_MOST_FILES = 100;

    @Override
    public String name() {
        return "BySize";
    }

    @Override
    public Grouping group(GroupingRequest request) {
        PluginSettings settings = request.settings();
        Chunking chunking = Chunking.bySize(limitBytes(settings), mostFiles(settings), request.flush());
        // Sorting is stable and grouping keeps the order: one sort serves both rounds and all places.
        List<WaitingFile> ascending = request.files().stream()
                .filter(BySizePlugin::hasSize)
                .sorted(Comparator.comparingLong(file -> file.sizeBytes().orElseThrow()))
                .toList();
        return new Grouping(
                ReplicaGroups.inTwoRounds(ascending, request.resources(), chunking), leftOut(request.files()));
    }

    @Override
    public Lanes lanes(PluginSettings settings, Resources resources) {
        long limit = limitBytes(settings);
        int most = mostFiles(settings);
        return new LanesByPlace(
                file -> hasSize(file) ? file.replicas() : List.of(),
                (files, bytes) -> bytes > limit || files >= most,
                most);
    }

    private static long limitBytes(PluginSettings settings) {
        BigDecimal bytes = settings.groupSize().movePointRight(GIGABYTE_DIGITS);
        return bytes.max(BigDecimal.ZERO)
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    private static int mostFiles(PluginSettings settings) {
        return settings.wholeParameter("MaxFilesPerTask", 1)
                .or(() -> settings.wholeParameter("MaxFiles", 1))
                .orElse(DEFAULT_MOST_FILES);
    }

    private static boolean hasSize(WaitingFile file) {
        return file.sizeBytes().orElse(0) > 0;
    }

    private static Map<String, String> leftOut(List<WaitingFile> files) {
        Map<String, String> reasons = new LinkedHashMap<>();
        files.stream()
                .filter(file -> !hasSize(file))
                .forEach(file -> reasons.put(
                        file.lfn(),
                        file.sizeBytes().isPresent()
                                ? "Its size is 0: BySize groups no empty files"
                                : "Its size is not known: BySize cannot group it"));
        return reasons;
    }
}
