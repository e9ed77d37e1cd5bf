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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.sluice.engine.file.DirectoryRecord;
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
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Task;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.TaskStatus;

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
    private final Map<Integer, Working> working = new TreeMap<>();
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
        for (LockedTransformation locked : transformations) {
            if (locked.makesTasks()) {
                catalogue
                        .recipe(locked.id())
                        .ifPresent(recipe -> working.put(locked.id(), new Working(recipe, locked)));
            }
        }
    }

    /** A transformation that makes tasks. */
    private static final class Working {
        private final Recipe recipe;
        private final boolean closesRuns;
        private Optional<Lanes> lanes = Optional.empty();
        private int room;

        Working(Recipe recipe, LockedTransformation locked) {
            this.recipe = recipe;
            this.closesRuns = locked.isFilled();
            this.room = recipe.maxTasks() > 0 ? Math.max(0, recipe.maxTasks() - locked.tasks()) : Integer.MAX_VALUE;
        }
    }

    /**
     * Says where files wait.
     *
     * @param facts what filters see of a file
     */
    void place(Collection<WaitChange> changes, Function<FileRecord, FileFacts> facts) {
        List<Placement> placements = new ArrayList<>();
        SortedSet<String> lfns = new TreeSet<>();
        for (WaitChange change : changes) {
            if (!change.waits()) {
                placements.add(Placement.none(change.transformationId(), change.lfn()));
            } else if (working.containsKey(change.transformationId())) {
                lfns.add(change.lfn());
            }
        }
        if (!lfns.isEmpty()) {
            placements.addAll(waiting(changes, new Known(tx.lockFiles(lfns), facts)));
        }
        if (!placements.isEmpty()) {
            tx.place(placements);
        }
    }

    /** What is known of locked files. */
    private record Known(Map<String, FileRecord> records, Function<FileRecord, FileFacts> facts) {
        FileRecord of(String lfn) {
            return records.getOrDefault(lfn, FileRecord.unknown(lfn));
        }
    }

    private List<Placement> waiting(Collection<WaitChange> changes, Known known) {
        List<Placement> placements = new ArrayList<>();
        Map<Run, Set<LaneKey>> lanesByRun = new LinkedHashMap<>();
        for (WaitChange change : changes) {
            FileRecord record = known.of(change.lfn());
            Optional<Working> taker = change.waits() ? atWork(change.transformationId()) : Optional.empty();
            taker.ifPresent(w -> {
                Optional<Run> run = w.recipe.run(() -> known.facts().apply(record));
                Optional<Placement> found = guarded(w, lanes -> w.recipe.placement(lanes, record, run));
                if (found.isEmpty()) {
                    return;
                }
                Placement placement = found.get();
                placements.add(placement);
                placed.add(new Attachment(placement.transformationId(), placement.lfn()));
                Set<LaneKey> keys = keys(placement);
                asked.addAll(keys);
                run.filter(one -> w.closesRuns).ifPresent(one -> lanesByRun
                        .computeIfAbsent(one, key -> new HashSet<>())
                        .addAll(keys));
            });
        }
        closeEnded(lanesByRun);
        return placements;
    }

    /** Groups smaller than the group size are wanted of the lanes whose run has ended. */
    void closeEnded(Map<Run, Set<LaneKey>> lanesByRun) {
        if (!lanesByRun.isEmpty()) {
            tx.endedRuns(lanesByRun.keySet())
                    .forEach(run -> lanesByRun.getOrDefault(run, Set.of()).forEach(lane -> close(lane, Instant.MAX)));
        }
    }

    /** A transformation whose plugin has said what its lanes are. */
    private Optional<Working> atWork(int transformationId) {
        Optional<Working> one = Optional.ofNullable(working.get(transformationId));
        one.filter(w -> w.lanes.isEmpty()).ifPresent(w -> {
            w.lanes = taskMaker.lanes(tx, w.recipe);
            if (w.lanes.isEmpty()) {
                working.remove(transformationId);
            }
        });
        return one.filter(w -> w.lanes.isPresent());
    }

    /** What a plugin's lanes say; empty where they fail, and then nothing more is asked of it. */
    private <T> Optional<T> guarded(Working one, Function<Lanes, T> question) {
        Optional<T> answer = one.lanes.flatMap(lanes -> taskMaker.guarded(tx, one.recipe, () -> question.apply(lanes)));
        if (answer.isEmpty()) {
            working.remove(one.recipe.id());
        }
        return answer;
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
        Map<LaneKey, Integer> most = new TreeMap<>();
        Set<LaneKey> full = new HashSet<>();
        for (LaneLoad load : tx.lanes(lanes)) {
            LaneKey key = load.key();
            atWork(key.transformationId()).filter(w -> w.room > 0).ifPresent(w -> {
                if (guarded(w, lanesOf -> lanesOf.mayFill(load.files(), load.bytes()))
                        .orElse(false)) {
                    full.add(key);
                }
                if (full.contains(key) || closing.containsKey(key)) {
                    guarded(w, Lanes::most).ifPresent(limit -> most.put(key, limit));
                }
            });
        }
        // One that failed meanwhile is asked nothing more.
        most.keySet().removeIf(key -> !working.containsKey(key.transformationId()));
        if (most.isEmpty()) {
            return Set.of();
        }
        Map<LaneKey, List<Waiting>> inLanes = new TreeMap<>(tx.filesInLanes(most));
        leaveOutThoseInTasks(inLanes);
        Set<LaneKey> elsewhere = moveOtherRuns(inLanes);
        SortedMap<LaneKey, Seen> together = new TreeMap<>();
        inLanes.forEach((key, files) -> together.computeIfAbsent(
                        new LaneKey(key.transformationId(), recipe(key).together(key.name())), same -> new Seen())
                .add(key, files, full.contains(key), Optional.ofNullable(closing.get(key))));
        Set<LaneKey> again = makeTasks(together);
        again.addAll(elsewhere);
        return again;
    }

    /**
     * A file that had a task before is in no other as long as that one works: a client may just have set the file back, or the
     * task, which had failed, may run again. It leaves its lane, and waits for the end of the task.
     */
    private void leaveOutThoseInTasks(Map<LaneKey, List<Waiting>> inLanes) {
        Map<Attachment, TaskKey> lastTasks = new HashMap<>();
        inLanes.forEach((lane, files) -> files.stream()
                .filter(file -> file.lastTask() > 0)
                .forEach(file ->
                        lastTasks.put(attachment(lane, file), new TaskKey(lane.transformationId(), file.lastTask()))));
        if (lastTasks.isEmpty()) {
            return;
        }
        Map<TaskKey, Task> tasks = tx.lockTasks(new TreeSet<>(lastTasks.values()));
        tasks.values().removeIf(task -> !TaskStatus.isLive(task.status()));
        lastTasks.values().retainAll(tasks.keySet());
        if (lastTasks.isEmpty()) {
            return;
        }
        inLanes.replaceAll((lane, files) -> files.stream()
                .filter(file -> !lastTasks.containsKey(attachment(lane, file)))
                .toList());
        List<FileInTransformation> waiting = tx.lockFileRows(lastTasks.keySet()).stream()
                .filter(FileInTransformation::waits)
                .map(FileInTransformation::whileInTask)
                .toList();
        tx.saveFileRows(waiting);
        tx.place(waiting.stream()
                .map(row -> Placement.none(row.transformationId(), row.lfn()))
                .toList());
    }

    private static Attachment attachment(LaneKey lane, Waiting file) {
        return new Attachment(lane.transformationId(), file.file().lfn());
    }

    /**
     * Takes out of these lanes the files that belong to another run by now, and tells where those wait: a directory's metadata
     * may have changed, and the files below not have been looked at since. What this step has placed itself is right.
     */
    private Set<LaneKey> moveOtherRuns(Map<LaneKey, List<Waiting>> inLanes) {
        Set<String> lfns = new TreeSet<>();
        inLanes.forEach((key, files) -> {
            if (recipe(key).groupBy().isPresent()) {
                files.stream()
                        .filter(one -> !isPlaced(key, one))
                        .forEach(one -> lfns.add(one.file().lfn()));
            }
        });
        if (lfns.isEmpty()) {
            return Set.of();
        }
        Map<String, DirectoryRecord> directories = tx.directories().look(DirectoryRecord.above(List.copyOf(lfns)));
        Known known = new Known(tx.lookAtFiles(lfns), record -> EffectiveMetadata.of(record, directories));
        Map<Attachment, Placement> moved = new LinkedHashMap<>();
        inLanes.replaceAll((key, files) -> files.stream()
                .filter(one ->
                        isPlaced(key, one) || isOfLane(key, known.of(one.file().lfn()), known, moved))
                .toList());
        tx.place(moved.values());
        Set<LaneKey> lanes = new TreeSet<>();
        moved.values().forEach(placement -> lanes.addAll(keys(placement)));
        return lanes;
    }

    private boolean isPlaced(LaneKey key, Waiting file) {
        return placed.contains(attachment(key, file));
    }

    private boolean isOfLane(LaneKey key, FileRecord record, Known known, Map<Attachment, Placement> moved) {
        Working one = atWork(key.transformationId()).orElseThrow();
        Optional<Run> run = one.recipe.run(() -> known.facts().apply(record));
        if (one.recipe.groupBy().isEmpty() || key.name().startsWith(one.recipe.beginning(run))) {
            return true;
        }
        guarded(one, lanes -> one.recipe.placement(lanes, record, run))
                .ifPresent(placement ->
                        moved.put(new Attachment(placement.transformationId(), placement.lfn()), placement));
        return false;
    }

    private static Set<LaneKey> keys(Placement placement) {
        Set<LaneKey> keys = new HashSet<>();
        placement.lanes().forEach(lane -> keys.add(new LaneKey(placement.transformationId(), lane)));
        return keys;
    }

    private Recipe recipe(LaneKey key) {
        return atWork(key.transformationId()).orElseThrow().recipe;
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

    private Set<LaneKey> makeTasks(SortedMap<LaneKey, Seen> together) {
        Map<Integer, List<PlannedTask>> plans = new LinkedHashMap<>();
        Set<LaneKey> again = new TreeSet<>();
        together.forEach((key, seen) -> atWork(key.transformationId()).ifPresent(w -> {
            List<PlannedTask> tasks = plan(w, seen);
            if (!tasks.isEmpty()) {
                w.room -= tasks.size();
                tasks.forEach(task -> filesTaken += task.lfns().size());
                plans.computeIfAbsent(key.transformationId(), id -> new ArrayList<>())
                        .addAll(tasks);
                again.addAll(seen.lanes);
            }
        }));
        made += taskMaker.create(tx, catalogue, plans);
        return again;
    }

    private List<PlannedTask> plan(Working w, Seen seen) {
        List<WaitingFile> files = seen.inOrder();
        if (files.isEmpty()) {
            return List.of();
        }
        List<PlannedTask> tasks = seen.full ? ask(w, files, false) : List.of();
        if (tasks.isEmpty() && seen.closes) {
            tasks = ask(w, files, true).stream().filter(seen::isDue).toList();
        }
        return tasks.subList(0, Math.min(tasks.size(), w.room));
    }

    private List<PlannedTask> ask(Working w, List<WaitingFile> files, boolean flush) {
        Optional<List<PlannedTask>> tasks = taskMaker.plan(tx, w.recipe, files, flush);
        if (tasks.isEmpty()) {
            working.remove(w.recipe.id());
        }
        return tasks.orElse(List.of());
    }
}
