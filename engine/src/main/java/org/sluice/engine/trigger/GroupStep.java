package org.sluice.engine.trigger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.grouping.Lanes;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.LaneLoad;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.Placement;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.store.Waiting;
import org.sluice.engine.trigger.Placing.Placed;
import org.sluice.engine.trigger.WorkingPlugins.Working;

/**
 * Groups what waits in locked transformations, as far as a transaction touched it: only lanes to which something came, and
 * lanes that are to be closed. See {@code docs/grouping.md}.
 */
final class GroupStep {
    /** In one transaction; what is left then is pending work. */
    private static final int MOST_ROUNDS = 50;

    /** Put into tasks in one transaction, about. */
    private static final int MOST_FILES = 5_000;

    private final TriggerTransaction tx;
    private final TaskMaker taskMaker;
    private final Catalogue catalogue;
    private final WorkingPlugins plugins;
    private final Map<LaneKey, Instant> closing = new HashMap<>();
    private final Set<Attachment> placed = new HashSet<>();
    private Set<LaneKey> asked = new TreeSet<>();
    private int made;
    private int filesTaken;

    GroupStep(
            TriggerTransaction tx,
            TaskMaker taskMaker,
            Catalogue catalogue,
            Collection<LockedTransformation> transformations) {
        this.tx = tx;
        this.taskMaker = taskMaker;
        this.catalogue = catalogue;
        this.plugins = new WorkingPlugins(tx, taskMaker, catalogue, transformations);
    }

    /**
     * Says where files wait.
     *
     * @param facts what filters see of a file
     */
    void place(Collection<WaitChange> changes, Function<FileRecord, FileFacts> facts) {
        List<Placement> placements = new ArrayList<>();
        List<WaitChange> waiting = new ArrayList<>();
        for (WaitChange change : changes) {
            if (!change.waits()) {
                placements.add(Placement.none(change.transformationId(), change.lfn()));
            } else if (plugins.of(change.transformationId()).isPresent()) {
                waiting.add(change);
            }
        }
        if (!waiting.isEmpty()) {
            placements.addAll(placements(waiting, facts));
        }
        if (!placements.isEmpty()) {
            tx.place(placements);
        }
    }

    private List<Placement> placements(List<WaitChange> waiting, Function<FileRecord, FileFacts> facts) {
        Map<String, FileRecord> records =
                tx.lockFiles(waiting.stream().map(WaitChange::lfn).collect(Collectors.toCollection(TreeSet::new)));
        Placing placing = new Placing(plugins);
        for (WaitChange change : waiting) {
            FileRecord record = records.getOrDefault(change.lfn(), FileRecord.unknown(change.lfn()));
            plugins.of(change.transformationId())
                    .ifPresent(one -> placing.add(
                            change.transformationId(), record, one.recipe().run(() -> facts.apply(record))));
        }
        List<Placed> answers = placing.ask();
        Map<Run, Set<LaneKey>> lanesByRun = new LinkedHashMap<>();
        for (Placed one : answers) {
            Placement placement = one.placement();
            placed.add(new Attachment(placement.transformationId(), placement.lfn()));
            asked.addAll(one.lanes());
            one.run().filter(run -> closesRuns(placement.transformationId())).ifPresent(run -> lanesByRun
                    .computeIfAbsent(run, same -> new HashSet<>())
                    .addAll(one.lanes()));
        }
        closeEnded(lanesByRun);
        return answers.stream().map(Placed::placement).toList();
    }

    private boolean closesRuns(int transformationId) {
        return plugins.of(transformationId).filter(Working::closesRuns).isPresent();
    }

    /** Groups smaller than the group size are wanted of the lanes whose run has ended. */
    void closeEnded(Map<Run, Set<LaneKey>> lanesByRun) {
        if (!lanesByRun.isEmpty()) {
            tx.endedRuns(lanesByRun.keySet())
                    .forEach(run -> lanesByRun.getOrDefault(run, Set.of()).forEach(lane -> close(lane, Instant.MAX)));
        }
    }

    /** Groups smaller than the group size are wanted too of a lane, where a file of them was attached by then. */
    void close(LaneKey lane, Instant attachedBy) {
        closing.merge(lane, attachedBy, (one, other) -> one.isAfter(other) ? one : other);
        asked.add(lane);
    }

    /** Asks whether a lane may be filled, though nothing came to it. */
    void lookAt(LaneKey lane) {
        asked.add(lane);
    }

    /** Makes the tasks that can be made, leaves as work what is too much for one transaction, and says how many. */
    int run() {
        fill();
        Set<Integer> unfinished = new TreeSet<>();
        asked.forEach(lane -> unfinished.add(lane.transformationId()));
        unfinished.forEach(id -> tx.leave(id, PendingWork.Kind.LANES));
        return made;
    }

    /** Makes tasks, and says whether those are all that can be made; if not, some were made. */
    boolean fill() {
        for (int round = 0; !asked.isEmpty() && round < MOST_ROUNDS && filesTaken < MOST_FILES; round++) {
            asked = round(asked);
        }
        return asked.isEmpty();
    }

    /** Asks the plugins once about each of these lanes, and tells of which there may be more to be had. */
    private Set<LaneKey> round(Set<LaneKey> lanes) {
        List<Look> looks = looks(lanes);
        if (looks.isEmpty()) {
            return Set.of();
        }
        Map<LaneKey, Integer> most = new TreeMap<>();
        looks.forEach(look -> most.put(look.lane(), look.most()));
        FilesInLanes contents = new FilesInLanes(tx, plugins, most, placed);
        Map<Integer, SortedMap<String, Seen>> together = new TreeMap<>();
        for (Look look : looks) {
            LaneKey lane = look.lane();
            List<Waiting> files = contents.files().getOrDefault(lane, List.of());
            plugins.of(lane.transformationId())
                    .filter(one -> !files.isEmpty())
                    .ifPresent(one -> together.computeIfAbsent(one.recipe().id(), id -> new TreeMap<>())
                            .computeIfAbsent(one.recipe().together(lane.name()), name -> new Seen())
                            .add(lane, files, look.isFull(), Optional.ofNullable(closing.get(lane))));
        }
        Set<LaneKey> again = makeTasks(together);
        again.addAll(contents.changed());
        return again;
    }

    /**
     * What is to be seen of a lane.
     *
     * @param isFull whether a task may be made of it
     */
    private record Look(LaneKey lane, boolean isFull, int most) {}

    private List<Look> looks(Set<LaneKey> lanes) {
        Map<Integer, List<LaneLoad>> loads = new TreeMap<>();
        for (LaneLoad load : tx.lanes(lanes)) {
            int id = load.key().transformationId();
            if (plugins.of(id).filter(one -> one.room() > 0).isPresent()) {
                loads.computeIfAbsent(id, same -> new ArrayList<>()).add(load);
            }
        }
        Set<LaneKey> closes = Set.copyOf(closing.keySet());
        Map<Integer, Function<Lanes, List<Look>>> questions = new TreeMap<>();
        loads.forEach((id, ofOne) -> questions.put(id, ask -> ofOne.stream()
                .flatMap(load -> look(ask, load, closes.contains(load.key())))
                .toList()));
        return plugins.ask(questions).values().stream().flatMap(List::stream).toList();
    }

    private static Stream<Look> look(Lanes ask, LaneLoad load, boolean closes) {
        boolean isFull = ask.mayFill(load.files(), load.bytes());
        if (!isFull && !closes) {
            return Stream.empty();
        }
        int most = ask.most();
        if (most < 1) {
            throw new IllegalStateException(
                    "its lanes are to be shown " + most + " files at a time; at least 1 is needed");
        }
        return Stream.of(new Look(load.key(), isFull, most));
    }

    /** Lanes of which a plugin sees the files together. */
    private static final class Seen {
        private final Set<LaneKey> lanes = new TreeSet<>();
        private final Map<String, Waiting> files = new HashMap<>();
        private boolean full;
        private boolean closes;
        private Instant attachedBy = Instant.MIN;

        void add(LaneKey lane, List<Waiting> waiting, boolean isFull, Optional<Instant> closesBy) {
            lanes.add(lane);
            waiting.forEach(one -> files.putIfAbsent(one.file().lfn(), one));
            full |= isFull;
            closes |= closesBy.isPresent();
            attachedBy = closesBy.filter(attachedBy::isBefore).orElse(attachedBy);
        }

        List<WaitingFile> inOrder() {
            return files.values().stream().sorted().map(Waiting::file).toList();
        }

        /** Whether a task has a file that is not to wait longer. */
        boolean isDue(PlannedTask task) {
            return task.lfns().stream()
                    .map(files::get)
                    .anyMatch(one -> one != null && !one.attached().isAfter(attachedBy));
        }
    }

    private Set<LaneKey> makeTasks(Map<Integer, SortedMap<String, Seen>> together) {
        Map<Integer, Function<Lanes, Map<String, List<PlannedTask>>>> questions = new TreeMap<>();
        together.forEach((id, groups) -> plugins.of(id).ifPresent(one -> {
            Supplier<Map<String, Long>> counted = taskMaker.filesByUsedSe(tx, one.recipe());
            int room = one.room();
            questions.put(id, lanes -> plans(one.recipe(), groups, counted, room));
        }));
        Map<Integer, List<PlannedTask>> plans = new LinkedHashMap<>();
        Set<LaneKey> again = new TreeSet<>();
        plugins.ask(questions)
                .forEach((id, answer) -> answer.forEach((name, tasks) -> {
                    plugins.of(id).ifPresent(one -> one.made(tasks.size()));
                    tasks.forEach(task -> filesTaken += task.lfns().size());
                    plans.computeIfAbsent(id, same -> new ArrayList<>()).addAll(tasks);
                    Optional.ofNullable(together.get(id))
                            .map(groups -> groups.get(name))
                            .ifPresent(seen -> again.addAll(seen.lanes));
                }));
        made += taskMaker.create(tx, catalogue, plans);
        return again;
    }

    /** The tasks that a plugin makes of files that it sees together, where it makes any. */
    private Map<String, List<PlannedTask>> plans(
            Recipe recipe, SortedMap<String, Seen> groups, Supplier<Map<String, Long>> counted, int room) {
        Map<String, List<PlannedTask>> plans = new TreeMap<>();
        int left = room;
        for (Map.Entry<String, Seen> group : groups.entrySet()) {
            List<PlannedTask> tasks = plan(recipe, group.getValue(), counted);
            List<PlannedTask> permitted = tasks.subList(0, Math.min(tasks.size(), left));
            if (!permitted.isEmpty()) {
                left -= permitted.size();
                plans.put(group.getKey(), permitted);
            }
        }
        return plans;
    }

    private List<PlannedTask> plan(Recipe recipe, Seen seen, Supplier<Map<String, Long>> counted) {
        List<WaitingFile> files = seen.inOrder();
        List<PlannedTask> tasks = seen.full ? taskMaker.plan(recipe, files, false, counted) : List.of();
        return tasks.isEmpty() && seen.closes
                ? taskMaker.plan(recipe, files, true, counted).stream()
                        .filter(seen::isDue)
                        .toList()
                : tasks;
    }
}
