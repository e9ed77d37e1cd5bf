package org.sluice.engine.trigger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.KnownFile;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.LaneLoad;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.TransformationStatus;

/**
 * One bounded step of the work that a change of a transformation left, in one transaction: the next known files of the
 * backfills, the next files that can be grouped, the next lane of a flush. Live events pass between steps; what a step
 * looks at it locks like any batch, so that there is neither a gap nor an overlap with them.
 */
final class PendingStep {
    /** So many are locked. */
    private static final int FILES = 500;

    private static final int LANES = 50;
    /** Later than any file is attached, and storable. */
    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

    private final TriggerTransaction tx;
    private final Catalogue catalogue;
    private final TaskMaker taskMaker;
    private final Culprits skipped;
    private final Enrichment enrichment;

    /**
     * @param skipped files that were found to be at fault
     */
    PendingStep(TriggerTransaction tx, Catalogue catalogue, TaskMaker taskMaker, Culprits skipped) {
        this.tx = tx;
        this.catalogue = catalogue;
        this.taskMaker = taskMaker;
        this.skipped = skipped;
        this.enrichment = new Enrichment(tx);
    }

    /** Does the step, and says whether there was one to do. */
    boolean run() {
        Optional<PendingWork> work = tx.lockPendingWork();
        work.ifPresent(this::run);
        return work.isPresent();
    }

    private void run(PendingWork work) {
        switch (work.kind()) {
            case BACKFILL -> new BackfillStep(tx, catalogue, taskMaker, skipped).run(work);
            case GROUP -> place(work, tx.waitingAfter(work.transformationId(), work.position(), FILES));
            case UNPLACED -> place(work, tx.unplacedAfter(work.transformationId(), work.position(), FILES));
            case LANES -> lanes(work);
            case FLUSH -> flush(work);
        }
    }

    private Optional<LockedTransformation> lock(PendingWork work) {
        return tx.lockTransformations(new TreeSet<>(Set.of(work.transformationId()))).values().stream()
                .findFirst();
    }

    /** What was to be closed has waited for the last work that brings files. */
    static void finish(TriggerTransaction tx, PendingWork work, Optional<LockedTransformation> locked) {
        tx.finish(work);
        locked.filter(t -> t.pending().stream().noneMatch(kind -> kind != work.kind() && kind.brings()))
                .ifPresent(t -> tx.leave(t.id(), isFlushed(t) ? PendingWork.Kind.FLUSH : PendingWork.Kind.LANES));
    }

    private static boolean isFlushed(LockedTransformation locked) {
        return TransformationStatus.FLUSH.text().equals(locked.status());
    }

    /** Places the next files that can be grouped. */
    private void place(PendingWork work, List<KnownFile> files) {
        TreeSet<String> lfns = storable(files.stream().map(KnownFile::lfn));
        TreeSet<String> withThem = storable(sharingATask(work, files));
        withThem.addAll(lfns);
        enrichment.share(withThem);
        tx.lockFiles(withThem);
        Optional<LockedTransformation> locked = lock(work).filter(LockedTransformation::makesTasks);
        if (files.isEmpty() || locked.isEmpty()) {
            finish(tx, work, locked);
            return;
        }
        List<Attachment> pairs = lfns.stream()
                .map(lfn -> new Attachment(work.transformationId(), lfn))
                .toList();
        List<WaitChange> changes = new ArrayList<>(leaveTasks(files, pairs, locked.get()));
        tx.lockFileRows(pairs).stream().map(WaitChange::of).forEach(changes::add);
        GroupStep groups = groups(locked.get());
        groups.place(
                changes.stream()
                        .filter(change -> !skipped.include(change.lfn()))
                        .toList(),
                enrichment::facts);
        groups.run();
        tx.advance(work, files.get(files.size() - 1).position());
    }

    /** Files that wait though a task may have them leave it, or wait for its end: see {@code docs/beside-dirac.md}. */
    private List<WaitChange> leaveTasks(
            List<KnownFile> files, List<Attachment> pairs, LockedTransformation transformation) {
        if (files.stream().noneMatch(file -> file.liveTask() > 0)) {
            return List.of();
        }
        GenerationStep step = GenerationStep.ofSetBack(tx, pairs);
        taskMaker.announceWithdrawn(tx, step.run(Map.of(transformation.id(), transformation)));
        return step.changes();
    }

    /** The files of the tasks that these are in and that nobody has begun with. */
    private Stream<String> sharingATask(PendingWork work, List<KnownFile> files) {
        TreeSet<TaskKey> tasks = files.stream()
                .filter(file -> file.liveTask() > 0 && !file.isBegun())
                .map(file -> new TaskKey(work.transformationId(), file.liveTask()))
                .collect(Collectors.toCollection(TreeSet::new));
        return tasks.isEmpty() ? Stream.empty() : tx.filesToBeFreed(tasks, List.of()).stream();
    }

    private TreeSet<String> storable(Stream<String> lfns) {
        return lfns.filter(lfn -> !skipped.include(lfn)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Asks of the next lanes. */
    private void lanes(PendingWork work) {
        List<LaneLoad> lanes = tx.lanesAfter(work.transformationId(), work.position(), EVER, LANES);
        Map<Run, Set<LaneKey>> byRun = byRun(lanes.stream().map(LaneLoad::key).toList());
        Optional<LockedTransformation> locked = lock(work).filter(LockedTransformation::makesTasks);
        if (lanes.isEmpty() || locked.isEmpty()) {
            tx.finish(work);
            return;
        }
        GroupStep groups = groups(locked.get());
        lanes.forEach(lane -> groups.lookAt(lane.key()));
        if (locked.get().isFilled()) {
            groups.closeEnded(byRun);
        }
        boolean all = groups.fill();
        tx.advance(work, all ? lanes.get(lanes.size() - 1).position() : work.position());
    }

    /** The runs of lanes, by what is known of one file of each: a lane's name does not tell its run, but proves it. */
    private Map<Run, Set<LaneKey>> byRun(List<LaneKey> lanes) {
        Map<Run, Set<LaneKey>> byRun = new LinkedHashMap<>();
        Optional<Recipe> recipe = lanes.stream()
                .findFirst()
                .flatMap(lane -> catalogue.recipe(lane.transformationId()))
                .filter(known -> known.groupBy().isPresent());
        if (recipe.isPresent()) {
            Map<LaneKey, String> files = new TreeMap<>(tx.oneFileOf(lanes));
            files.values().removeIf(skipped::include);
            enrichment.share(files.values());
            Map<String, FileRecord> records = tx.lockFiles(new TreeSet<>(files.values()));
            files.forEach((lane, lfn) -> recipe.get()
                    .run(() -> enrichment.facts(records.getOrDefault(lfn, FileRecord.unknown(lfn))))
                    .filter(run -> lane.name().startsWith(Runs.beginning(run)))
                    .ifPresent(run ->
                            byRun.computeIfAbsent(run, same -> new TreeSet<>()).add(lane)));
        }
        return byRun;
    }

    /** Closes the next lane. The commit of the last ends the flush, whatever could not be grouped. */
    private void flush(PendingWork work) {
        Optional<LockedTransformation> locked =
                lock(work).filter(LockedTransformation::makesTasks).filter(PendingStep::isFlushed);
        if (locked.isEmpty()) {
            tx.finish(work);
            return;
        }
        Optional<LaneLoad> lane = laneAfter(work, work.position());
        long position = lane.filter(next -> isClosed(next, work, locked.get()))
                .map(LaneLoad::position)
                .orElse(work.position());
        if (laneAfter(work, position).isPresent()) {
            tx.advance(work, position);
        } else {
            tx.finish(work);
            tx.endFlush(work.transformationId());
        }
    }

    private Optional<LaneLoad> laneAfter(PendingWork work, long position) {
        return tx.lanesAfter(work.transformationId(), position, work.started(), 1).stream()
                .findFirst();
    }

    private boolean isClosed(LaneLoad lane, PendingWork work, LockedTransformation locked) {
        GroupStep groups = groups(locked);
        groups.close(lane.key(), work.started());
        return groups.fill();
    }

    private GroupStep groups(LockedTransformation locked) {
        return new GroupStep(tx, taskMaker, catalogue, List.of(locked));
    }
}
