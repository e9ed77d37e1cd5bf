package org.sluice.engine.dryrun;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.sluice.engine.dryrun.Reason.Code;
import org.sluice.engine.grouping.Grouping;
import org.sluice.engine.grouping.GroupingRequest;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.PluginSettings;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.Run;

/**
 * What a plugin makes of waiting files now, and why each of the others waits. How far a group is from being full is
 * asked of the plugin itself: it is told to flush what it left, and the task that a file then comes into is its group.
 *
 * @param waiting LFN to reason, of the files that are in no task
 */
record GroupingOutcome(List<PlannedTask> tasks, Map<String, Reason> waiting) {
    private static final int GIGABYTE_DIGITS = 9;

    /**
     * Asks the plugin for files whose tasks need not have one value of {@code GroupBy}, or for each such value apart.
     *
     * @param runs LFN to the value of {@code GroupBy}; files without one are together
     * @param flushes whether groups smaller than the group size are wanted of these files
     */
    static GroupingOutcome byRun(
            PluginSettings settings,
            Plugins plugins,
            Resources resources,
            List<WaitingFile> files,
            Map<String, Run> runs,
            Predicate<Optional<Run>> flushes,
            Supplier<Map<String, Long>> usedSe) {
        Map<Optional<Run>, List<WaitingFile>> apart = new LinkedHashMap<>();
        files.forEach(file -> apart.computeIfAbsent(Optional.ofNullable(runs.get(file.lfn())), run -> new ArrayList<>())
                .add(file));
        List<PlannedTask> tasks = new ArrayList<>();
        Map<String, Reason> waiting = new HashMap<>();
        apart.forEach((run, together) -> {
            GroupingOutcome outcome = of(settings, plugins, resources, together, flushes.test(run), usedSe);
            tasks.addAll(outcome.tasks());
            String among = settings.groupBy()
                    .map(key ->
                            run.map(one -> " with " + key + " " + one.value()).orElse(" without " + key))
                    .orElse("");
            outcome.waiting()
                    .forEach((lfn, why) -> waiting.put(
                            lfn,
                            why.code() == Code.GROUP_NOT_FULL ? new Reason(why.code(), why.sentence() + among) : why));
        });
        return new GroupingOutcome(tasks, waiting);
    }

    /** Asks the plugin; one that fails is the reason of all files. */
    private static GroupingOutcome of(
            PluginSettings settings,
            Plugins plugins,
            Resources resources,
            List<WaitingFile> files,
            boolean flush,
            Supplier<Map<String, Long>> usedSe) {
        try {
            return new Asking(settings, plugins, resources, usedSe).ask(files, flush);
        } catch (RuntimeException | LinkageError | StackOverflowError fault) {
            Reason reason = new Reason(
                    Code.PLUGIN_FAILS,
                    "the plugin " + settings.plugin() + " cannot group: "
                            + Optional.ofNullable(fault.getMessage()).orElse(fault.toString()));
            Map<String, Reason> waiting = new HashMap<>();
            files.forEach(file -> waiting.put(file.lfn(), reason));
            return new GroupingOutcome(List.of(), waiting);
        }
    }

    private record Asking(
            PluginSettings settings, Plugins plugins, Resources resources, Supplier<Map<String, Long>> usedSe) {

        GroupingOutcome ask(List<WaitingFile> files, boolean flush) {
            Grouping grouping = group(files, flush);
            Set<String> grouped = lfns(grouping.tasks());
            Map<String, Reason> waiting = new HashMap<>();
            grouping.waiting().forEach((lfn, why) -> waiting.put(lfn, new Reason(Code.LEFT_OUT, why)));
            files.stream()
                    .filter(file -> settings.needsReplicas() && file.replicas().isEmpty())
                    .forEach(file -> waiting.put(file.lfn(), noReplica()));
            waiting.keySet().removeAll(grouped);
            List<WaitingFile> rest = files.stream()
                    .filter(file -> !grouped.contains(file.lfn()) && !waiting.containsKey(file.lfn()))
                    .toList();
            if (!flush && !rest.isEmpty()) {
                addOpenGroups(rest, waiting);
            }
            rest.forEach(file -> waiting.putIfAbsent(file.lfn(), leftOut(file)));
            return new GroupingOutcome(grouping.tasks(), waiting);
        }

        private Grouping group(List<WaitingFile> files, boolean flush) {
            return plugins.require(settings.plugin())
                    .group(new GroupingRequest(settings, files, flush, resources, usedSe));
        }

        private void addOpenGroups(List<WaitingFile> rest, Map<String, Reason> waiting) {
            Map<String, Long> sizes = new HashMap<>();
            rest.forEach(file -> sizes.put(file.lfn(), file.sizeBytes().orElse(0)));
            Grouping flushed = group(rest, true);
            flushed.waiting().forEach((lfn, why) -> waiting.put(lfn, new Reason(Code.LEFT_OUT, why)));
            for (PlannedTask group : flushed.tasks()) {
                long bytes = group.lfns().stream()
                        .mapToLong(lfn -> sizes.getOrDefault(lfn, 0L))
                        .sum();
                Reason reason = new Reason(
                        Code.GROUP_NOT_FULL,
                        "its group for " + group.targetSe() + " is not full: "
                                + fullness(group.lfns().size(), bytes));
                group.lfns().forEach(lfn -> waiting.put(lfn, reason));
            }
        }

        private String fullness(int files, long bytes) {
            return switch (settings.plugin()) {
                case "Standard", "Broadcast", "ByShare" -> files + " of " + counted(settings.filesPerTask());
                case "BySize" ->
                    "%s with %s of more than %s GB"
                            .formatted(
                                    counted(files),
                                    BigDecimal.valueOf(bytes, GIGABYTE_DIGITS)
                                            .setScale(3, RoundingMode.DOWN)
                                            .stripTrailingZeros()
                                            .toPlainString(),
                                    settings.groupSize().toPlainString());
                // How other plugins count is theirs to know.
                default -> counted(files) + " so far";
            };
        }

        private Reason leftOut(WaitingFile file) {
            List<String> sources =
                    settings.plugin().equals("Broadcast") ? settings.listParameter("SourceSE") : List.of();
            if (!sources.isEmpty() && Collections.disjoint(sources, file.replicas())) {
                return new Reason(
                        Code.LEFT_OUT,
                        "it has no replica at the SourceSE, %s, only at %s"
                                .formatted(String.join(", ", sources), String.join(", ", file.replicas())));
            }
            return new Reason(
                    Code.LEFT_OUT,
                    "the plugin " + settings.plugin() + " leaves it out, on a flush too, and does not say why");
        }

        private static Reason noReplica() {
            return new Reason(
                    Code.NO_REPLICA,
                    "no replica of it is known; it waits for a ReplicaRegistered, or register it with its replicas");
        }

        private static String counted(int files) {
            return files == 1 ? "1 file" : files + " files";
        }

        private static Set<String> lfns(List<PlannedTask> tasks) {
            Set<String> lfns = new HashSet<>();
            tasks.forEach(task -> lfns.addAll(task.lfns()));
            return lfns;
        }
    }
}
