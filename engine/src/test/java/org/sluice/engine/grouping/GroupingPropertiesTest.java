package org.sluice.engine.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every grouping, whatever the files. */
class GroupingPropertiesTest {
    private static final List<String> PLACES = List.of("A-DISK", "A-TAPE", "B-DISK", "C-DISK", "D-DISK");
    private static final Map<String, List<String>> SITES = Map.of(
            "A", List.of("A-TAPE", "A-DISK"), "B", List.of("B-DISK"), "C", List.of("C-DISK"), "D", List.of("D-DISK"));
    private static final int MOST_FILES = 4;

    private static final GroupingPlugin STANDARD = new StandardPlugin();
    private static final GroupingPlugin BY_SIZE = new BySizePlugin();
    private static final GroupingPlugin BROADCAST = new BroadcastPlugin();
    private static final GroupingPlugin BY_SHARE = new BySharePlugin();

    /** Up to 60 files at none to four of the places; sizes up to 5 bytes, some 0 or unknown. */
    @Provide
    Arbitrary<List<WaitingFile>> files() {
        Arbitrary<Set<String>> replicas =
                Arbitraries.of(PLACES).set().ofMinSize(0).ofMaxSize(4);
        Arbitrary<OptionalLong> sizes =
                Arbitraries.longs().between(-1, 5).map(size -> size < 0 ? OptionalLong.empty() : OptionalLong.of(size));
        return Combinators.combine(replicas, sizes)
                .as((at, size) -> WaitingFile.of("", size, at))
                .list()
                .ofMaxSize(60)
                .map(GroupingPropertiesTest::named);
    }

    private static List<WaitingFile> named(List<WaitingFile> files) {
        return IntStream.range(0, files.size())
                .mapToObj(i -> new WaitingFile(
                        "/f" + i, files.get(i).sizeBytes(), files.get(i).replicas()))
                .toList();
    }

    private static GroupingRequest request(List<WaitingFile> files, String groupSize, boolean flush) {
        Map<String, String> parameters = Map.of(
                "MaxFilesPerTask", String.valueOf(MOST_FILES), "TargetSE", "B-DISK,C-DISK,D-DISK", "Destinations", "2");
        Resources resources = new Resources(SITES, Set.of("A-TAPE"), Map.of("A", 3.0, "B", 2.0, "C", 0.0));
        return new GroupingRequest(
                new PluginSettings("t", "Merge", "p", new BigDecimal(groupSize), true, parameters),
                files,
                flush,
                resources,
                Map.of("A-TAPE", 2L));
    }

    private static String bytes(int limit) {
        return BigDecimal.valueOf(limit, 9).toPlainString();
    }

    private static WaitingFile found(Map<String, WaitingFile> byLfn, String lfn) {
        return Optional.ofNullable(byLfn.get(lfn)).orElseThrow();
    }

    private static Map<String, WaitingFile> byLfn(List<WaitingFile> files) {
        return files.stream().collect(Collectors.toMap(WaitingFile::lfn, Function.identity()));
    }

    @Property(tries = 300)
    void everyPluginUsesAFileOnceAndOnlyFilesThatAreSomewhere(
            @ForAll("files") List<WaitingFile> files,
            @ForAll @IntRange(min = 1, max = 6) int size,
            @ForAll boolean flush) {
        Set<String> located = files.stream()
                .filter(file -> !file.replicas().isEmpty())
                .map(WaitingFile::lfn)
                .collect(Collectors.toSet());
        for (GroupingPlugin plugin : List.of(STANDARD, BY_SIZE, BROADCAST, BY_SHARE)) {
            String groupSize = plugin == BY_SIZE ? bytes(size) : String.valueOf(size);
            List<String> used = plugin.group(request(files, groupSize, flush)).tasks().stream()
                    .flatMap(task -> task.lfns().stream())
                    .toList();
            assertThat(used).as(plugin.name()).doesNotHaveDuplicates().isSubsetOf(located);
        }
    }

    @Property(tries = 300)
    void everyPluginGivesTheSameAnswerToTheSameRequest(@ForAll("files") List<WaitingFile> files) {
        for (GroupingPlugin plugin : List.of(STANDARD, BY_SIZE, BROADCAST, BY_SHARE)) {
            assertThat(plugin.group(request(files, "3", false)))
                    .as(plugin.name())
                    .isEqualTo(plugin.group(request(files, "3", false)));
        }
    }

    @Property(tries = 300)
    void allFilesOfATaskAreAtItsWholeTarget(
            @ForAll("files") List<WaitingFile> files,
            @ForAll @IntRange(min = 1, max = 6) int size,
            @ForAll boolean flush) {
        Map<String, WaitingFile> byLfn = byLfn(files);
        for (GroupingPlugin plugin : List.of(STANDARD, BY_SIZE, BY_SHARE)) {
            String groupSize = plugin == BY_SIZE ? bytes(size) : String.valueOf(size);
            for (PlannedTask task :
                    plugin.group(request(files, groupSize, flush)).tasks()) {
                List<String> target = Arrays.asList(task.targetSe().split(","));
                assertThat(task.lfns())
                        .allSatisfy(lfn -> assertThat(found(byLfn, lfn).replicas())
                                .as("%s of %s", lfn, plugin.name())
                                .containsAll(target));
            }
        }
    }

    @Property(tries = 300)
    void standardIsExactlyFullWithoutFlushAndLeavesNothingThatAPlaceCouldFill(
            @ForAll("files") List<WaitingFile> files, @ForAll @IntRange(min = 1, max = 6) int size) {
        List<PlannedTask> tasks =
                STANDARD.group(request(files, String.valueOf(size), false)).tasks();
        assertThat(tasks).allSatisfy(task -> assertThat(task.lfns()).hasSize(size));
        List<WaitingFile> left = left(files, tasks);
        assertThat(PLACES).allSatisfy(place -> assertThat(
                        left.stream().filter(file -> file.replicas().contains(place)))
                .hasSizeLessThan(size));
    }

    @Property(tries = 300)
    void standardLeavesNothingWithALocationWhenFlushed(
            @ForAll("files") List<WaitingFile> files, @ForAll @IntRange(min = 1, max = 6) int size) {
        List<PlannedTask> tasks =
                STANDARD.group(request(files, String.valueOf(size), true)).tasks();
        assertThat(tasks).allSatisfy(task -> assertThat(task.lfns()).hasSizeLessThanOrEqualTo(size));
        assertThat(left(files, tasks)).isEmpty();
    }

    @Property(tries = 300)
    void bySizeKeepsToItsLimits(
            @ForAll("files") List<WaitingFile> files, @ForAll @IntRange(max = 8) int limit, @ForAll boolean flush) {
        Map<String, WaitingFile> byLfn = byLfn(files);
        List<PlannedTask> tasks =
                BY_SIZE.group(request(files, bytes(limit), flush)).tasks();
        assertThat(tasks).allSatisfy(task -> {
            List<Long> sizes = task.lfns().stream()
                    .map(lfn -> found(byLfn, lfn).sizeBytes().orElseThrow())
                    .toList();
            long all = sizes.stream().mapToLong(Long::longValue).sum();
            assertThat(sizes).isSorted().hasSizeLessThanOrEqualTo(MOST_FILES).allMatch(bytes -> bytes > 0);
            assertThat(all - sizes.get(sizes.size() - 1))
                    .as("bytes before the last file")
                    .isLessThanOrEqualTo(limit);
            if (!flush) {
                assertThat(all > limit || sizes.size() == MOST_FILES).isTrue();
            }
        });
    }

    @Property(tries = 300)
    void bySizeLeavesNothingThatAPlaceCouldFill(
            @ForAll("files") List<WaitingFile> files, @ForAll @IntRange(max = 8) int limit, @ForAll boolean flush) {
        List<WaitingFile> left = left(
                        files,
                        BY_SIZE.group(request(files, bytes(limit), flush)).tasks())
                .stream()
                .filter(file -> file.sizeBytes().orElse(0) > 0)
                .toList();
        if (flush) {
            assertThat(left).isEmpty();
        }
        assertThat(PLACES).allSatisfy(place -> {
            List<Long> sizes = left.stream()
                    .filter(file -> file.replicas().contains(place))
                    .map(file -> file.sizeBytes().orElseThrow())
                    .toList();
            assertThat(sizes).hasSizeLessThan(MOST_FILES);
            assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(limit);
        });
    }

    @Property(tries = 300)
    void standardIsWhatDiracsTwoRoundsWrittenPlainlyMake(
            @ForAll("files") List<WaitingFile> files,
            @ForAll @IntRange(min = 1, max = 6) int size,
            @ForAll boolean flush) {
        assertThat(STANDARD.group(request(files, String.valueOf(size), flush)).tasks())
                .isEqualTo(plainTwoRounds(files, size, flush));
    }

    @Property(tries = 300)
    void byShareSplitsNoGroupOfStandardAndAccountsForEachFile(
            @ForAll("files") List<WaitingFile> files,
            @ForAll @IntRange(min = 1, max = 6) int size,
            @ForAll boolean flush) {
        GroupingRequest request = request(files, String.valueOf(size), flush);
        Grouping shared = BY_SHARE.group(request);
        List<List<String>> groups =
                STANDARD.group(request).tasks().stream().map(PlannedTask::lfns).toList();
        List<List<String>> given =
                shared.tasks().stream().map(PlannedTask::lfns).toList();
        assertThat(groups.stream().filter(given::contains).toList()).isEqualTo(given);
        Set<String> accounted = new HashSet<>(shared.waiting().keySet());
        shared.tasks().forEach(task -> accounted.addAll(task.lfns()));
        assertThat(accounted)
                .containsExactlyInAnyOrderElementsOf(
                        groups.stream().flatMap(List::stream).toList());
    }

    @Property(tries = 300)
    void broadcastServesAsManyTargetsAsAskedAndMoreOnlyAtSitesServedAnyway(
            @ForAll("files") List<WaitingFile> files, @ForAll boolean flush) {
        Map<String, WaitingFile> byLfn = byLfn(files);
        assertThat(BROADCAST.group(request(files, "3", flush)).tasks()).allSatisfy(task -> {
            List<String> targets = Arrays.asList(task.targetSe().split(","));
            assertThat(targets).isSorted().hasSizeGreaterThanOrEqualTo(2).isSubsetOf("B-DISK", "C-DISK", "D-DISK");
            assertThat(task.lfns()).hasSizeLessThanOrEqualTo(3).allSatisfy(lfn -> assertThat(targets.stream()
                            .filter(target -> !found(byLfn, lfn).replicas().contains(target)))
                    .hasSizeLessThanOrEqualTo(2));
        });
    }

    private static List<WaitingFile> left(List<WaitingFile> files, List<PlannedTask> tasks) {
        Set<String> used = tasks.stream().flatMap(task -> task.lfns().stream()).collect(Collectors.toSet());
        return files.stream()
                .filter(file -> !file.replicas().isEmpty() && !used.contains(file.lfn()))
                .toList();
    }

    /** The rule step by step with lists that shrink, as slow as DIRAC's own. */
    private static List<PlannedTask> plainTwoRounds(List<WaitingFile> files, int size, boolean flush) {
        List<WaitingFile> left = new ArrayList<>(files);
        List<PlannedTask> tasks = new ArrayList<>();
        for (boolean bySet : new boolean[] {true, false}) {
            Map<String, List<WaitingFile>> groups = new LinkedHashMap<>();
            for (WaitingFile file : left) {
                List<String> keys = bySet && !file.replicas().isEmpty()
                        ? List.of(String.join(",", file.replicas()))
                        : List.copyOf(file.replicas());
                keys.forEach(key ->
                        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(file));
            }
            List<String> order = new ArrayList<>(groups.keySet());
            order.sort(null);
            if (order.stream().noneMatch(key -> key.contains(",")) && order.remove("A-TAPE")) {
                order.add("A-TAPE");
            }
            for (String key : order) {
                List<WaitingFile> group = new ArrayList<>(groups.getOrDefault(key, List.of()));
                group.retainAll(left);
                while (group.size() >= size || (flush && !group.isEmpty())) {
                    List<WaitingFile> chunk = List.copyOf(group.subList(0, Math.min(size, group.size())));
                    tasks.add(new PlannedTask(
                            key, chunk.stream().map(WaitingFile::lfn).toList()));
                    group.removeAll(chunk);
                    left.removeAll(chunk);
                }
            }
        }
        return tasks;
    }

    /** What a plugin promises with its lanes, on which the engine relies when it does not ask. */
    private static void lanesKeepTheirPromise(GroupingPlugin plugin, List<WaitingFile> files, String groupSize) {
        GroupingRequest request = request(files, groupSize, false);
        Lanes lanes = plugin.lanes(request.settings(), request.resources());
        Map<String, List<WaitingFile>> byLane = new LinkedHashMap<>();
        request.files()
                .forEach(file -> lanes.of(file).forEach(lane -> byLane.computeIfAbsent(lane, key -> new ArrayList<>())
                        .add(file)));
        Map<String, WaitingFile> byLfn = byLfn(request.files());
        for (PlannedTask task : plugin.group(request).tasks()) {
            Set<String> shared = new HashSet<>(byLane.keySet());
            task.lfns().forEach(lfn -> shared.retainAll(lanes.of(found(byLfn, lfn))));
            assertThat(shared).as("lanes that all files of %s share", task).isNotEmpty();
            assertThat(shared).anySatisfy(lane -> assertThat(mayFill(lanes, byLane.getOrDefault(lane, List.of())))
                    .as("lane %s of %s may be filled", lane, task)
                    .isTrue());
        }
    }

    private static boolean mayFill(Lanes lanes, List<WaitingFile> files) {
        return lanes.mayFill(
                files.size(),
                files.stream().mapToLong(file -> file.sizeBytes().orElse(0)).sum());
    }

    @Property(tries = 200)
    void tasksAreMadeOfLanesOnly(
            @ForAll("files") List<WaitingFile> files, @ForAll @IntRange(min = 1, max = 6) int size) {
        lanesKeepTheirPromise(STANDARD, files, String.valueOf(size));
        lanesKeepTheirPromise(BY_SIZE, files, bytes(size));
        lanesKeepTheirPromise(BROADCAST, files, String.valueOf(size));
        lanesKeepTheirPromise(BY_SHARE, files, String.valueOf(size));
    }

    /** The files of one lane are enough to see: whatever round 1 would make of all files, it makes of theirs. */
    @Property(tries = 200)
    void laneByLaneLeavesNothingThatRoundOneCouldGroup(
            @ForAll("files") List<WaitingFile> files, @ForAll @IntRange(min = 1, max = 6) int size) {
        GroupingRequest all = request(files, String.valueOf(size), false);
        Lanes lanes = STANDARD.lanes(all.settings(), all.resources());
        List<WaitingFile> left = new ArrayList<>(all.files());
        for (String lane : PLACES) {
            List<WaitingFile> inLane =
                    left.stream().filter(file -> lanes.of(file).contains(lane)).toList();
            STANDARD.group(request(inLane, String.valueOf(size), false))
                    .tasks()
                    .forEach(task -> left.removeIf(file -> task.lfns().contains(file.lfn())));
        }
        Map<Set<String>, Long> exactSets = left.stream()
                .collect(Collectors.groupingBy(file -> Set.copyOf(file.replicas()), Collectors.counting()));
        assertThat(exactSets.values()).allSatisfy(count -> assertThat(count).isLessThan(size));
    }
}
