package org.sluice.engine.grouping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files by where they are. {@link #inTwoRounds} is what DIRAC's {@code groupByReplicas} and {@code groupBySize} share;
 * here its cost grows with the number of replicas, not with the square of the number of files.
 */
final class ReplicaGroups {
    private ReplicaGroups() {}

    /**
     * Files by the exact set of storage elements that they have, written as a target: sorted and joined by commas.
     * Sets in order of first appearance, files in file order.
     */
    static Map<String, List<WaitingFile>> bySet(List<WaitingFile> files) {
        Map<String, List<WaitingFile>> groups = new LinkedHashMap<>();
        files.forEach(file -> groups.computeIfAbsent(String.join(",", file.replicas()), set -> new ArrayList<>())
                .add(file));
        return groups;
    }

    /**
     * Round 1 cuts the files of each exact set of storage elements; round 2 cuts what is left, one storage element
     * after the other, where a file at two of them may fill either and is used once.
     */
    static List<PlannedTask> inTwoRounds(List<WaitingFile> files, Resources resources, Chunking chunking) {
        Round round = new Round(chunking);
        boolean singles = files.stream().allMatch(file -> file.replicas().size() == 1);
        sorted(bySet(files), singles ? diskFirst(resources) : Comparator.naturalOrder())
                .forEach(round::fill);
        sorted(byStorageElement(round.left(files)), diskFirst(resources))
                .forEach((se, candidates) -> round.fill(se, round.left(candidates)));
        return round.tasks;
    }

    private static Map<String, List<WaitingFile>> byStorageElement(List<WaitingFile> files) {
        Map<String, List<WaitingFile>> places = new LinkedHashMap<>();
        files.forEach(file -> file.replicas().forEach(se -> places.computeIfAbsent(se, key -> new ArrayList<>())
                .add(file)));
        return places;
    }

    private static Comparator<String> diskFirst(Resources resources) {
        return Comparator.comparing((String se) -> !resources.isDisk(se)).thenComparing(Comparator.naturalOrder());
    }

    private static SortedMap<String, List<WaitingFile>> sorted(
            Map<String, List<WaitingFile>> groups, Comparator<String> order) {
        SortedMap<String, List<WaitingFile>> sorted = new TreeMap<>(order);
        sorted.putAll(groups);
        return sorted;
    }

    /** The tasks so far, and which files are in them. */
    private static final class Round {
        private final Chunking chunking;
        private final List<PlannedTask> tasks = new ArrayList<>();
        private final Set<String> used = new HashSet<>();

        Round(Chunking chunking) {
            this.chunking = chunking;
        }

        void fill(String target, List<WaitingFile> files) {
            for (List<WaitingFile> chunk : chunking.cut(files)) {
                PlannedTask task = new PlannedTask(
                        target, chunk.stream().map(WaitingFile::lfn).toList());
                tasks.add(task);
                used.addAll(task.lfns());
            }
        }

        List<WaitingFile> left(List<WaitingFile> files) {
            return files.stream().filter(file -> !used.contains(file.lfn())).toList();
        }
    }
}
