package org.sluice.engine.trigger;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.Matches;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.FileLookup.PlacedFile;
import org.sluice.engine.store.KnownFile;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.LaneLoad;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.TransformationStatus;
import org.sluice.engine.trigger.Batch.MatchedFile;

/**
 * One bounded step of the work that a change of a transformation left, in one transaction: the next known files of a
 * backfill, the next files that can be grouped, the next lane of a flush. Live events pass between steps; what a step
 * looks at it locks like any batch, so that there is neither a gap nor an overlap with them.
 */
final class PendingStep {
    /** So many are locked. */
    private static final int FILES = 500;
    /** So many known files are looked at without locks. */
    private static final int LOOKED_THROUGH = 2_000;

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
            case BACKFILL -> backfill(work);
            case GROUP -> place(work, tx.waitingAfter(work.transformationId(), work.position(), FILES));
            case UNPLACED -> place(work, tx.unplacedAfter(work.transformationId(), work.position(), FILES));
            case LANES -> lanes(work);
            case FLUSH -> flush(work);
        }
    }

    /** Whether no pending work brings more files to the lanes of a transformation. */
    static boolean isFilled(LockedTransformation locked) {
        return locked.pending().stream().noneMatch(PendingWork.Kind::brings);
    }

    /**
     * Looks through the next known files as they were committed last, and locks only such as match: what a batch that is
     * under way says of a file, that batch itself matches with the query as it is now.
     */
    private void backfill(PendingWork work) {
        Optional<MetaQuery> query = catalogue.recipe(work.transformationId()).flatMap(Recipe::query);
        List<PlacedFile> files = query.isPresent() ? tx.filesAfter(work.position(), LOOKED_THROUGH) : List.of();
        if (files.isEmpty()) {
            finish(work, lock(work));
            return;
        }
        Map<String, DirectoryRecord> directories = tx.directories().look(above(files));
        TreeSet<String> matching = new TreeSet<>();
        long position = work.position();
        for (PlacedFile file : files) {
            position = file.position();
            if (isCandidate(file.file(), query.get(), directories)) {
                matching.add(file.file().lfn());
            }
            if (matching.size() == FILES) {
                break;
            }
        }
        attach(work.transformationId(), query.get(), matching);
        tx.advance(work, position);
    }

    private SortedSet<String> above(List<PlacedFile> files) {
        return DirectoryRecord.above(files.stream()
                .map(file -> file.file().lfn())
                .filter(lfn -> !skipped.include(lfn))
                .toList());
    }

    private boolean isCandidate(FileRecord file, MetaQuery query, Map<String, DirectoryRecord> directories) {
        return file.registered().isPresent()
                && !skipped.include(file.lfn())
                && query.matches(EffectiveMetadata.of(file, directories));
    }

    private Optional<LockedTransformation> lock(PendingWork work) {
        return tx.lockTransformations(new TreeSet<>(Set.of(work.transformationId()))).values().stream()
                .findFirst();
    }

    /** What was to be closed has waited for the last work that brings files. */
    private void finish(PendingWork work, Optional<LockedTransformation> locked) {
        tx.finish(work);
        locked.filter(t -> t.pending().stream().noneMatch(kind -> kind != work.kind() && kind.brings()))
                .ifPresent(t -> tx.leave(t.id(), isFlushed(t) ? PendingWork.Kind.FLUSH : PendingWork.Kind.LANES));
    }

    private static boolean isFlushed(LockedTransformation locked) {
        return TransformationStatus.FLUSH.text().equals(locked.status());
    }

    /** Places the next files that can be grouped. */
    private void place(PendingWork work, List<KnownFile> files) {
        TreeSet<String> lfns = storable(files);
        enrichment.share(lfns);
        tx.lockFiles(lfns);
        Optional<LockedTransformation> locked = lock(work).filter(TaskMaker::makesTasks);
        if (files.isEmpty() || locked.isEmpty()) {
            finish(work, locked);
            return;
        }
        List<WaitChange> waiting =
                tx
                        .lockFileRows(lfns.stream()
                                .map(lfn -> new Attachment(work.transformationId(), lfn))
                                .toList())
                        .stream()
                        .map(WaitChange::of)
                        .toList();
        GroupStep groups = groups(locked.get());
        groups.place(waiting, enrichment::facts);
        groups.run();
        tx.advance(work, files.get(files.size() - 1).position());
    }

    private TreeSet<String> storable(List<KnownFile> files) {
        return files.stream()
                .map(KnownFile::lfn)
                .filter(lfn -> !skipped.include(lfn))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Asks of the next lanes. */
    private void lanes(PendingWork work) {
        List<LaneLoad> lanes = tx.lanesAfter(work.transformationId(), work.position(), EVER, LANES);
        Map<Run, Set<LaneKey>> byRun = byRun(lanes.stream().map(LaneLoad::key).toList());
        Optional<LockedTransformation> locked = lock(work).filter(TaskMaker::makesTasks);
        if (lanes.isEmpty() || locked.isEmpty()) {
            tx.finish(work);
            return;
        }
        GroupStep groups = groups(locked.get());
        lanes.forEach(lane -> groups.lookAt(lane.key()));
        if (isFilled(locked.get())) {
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
                lock(work).filter(TaskMaker::makesTasks).filter(PendingStep::isFlushed);
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

    private void attach(int transformationId, MetaQuery query, SortedSet<String> lfns) {
        if (lfns.isEmpty()) {
            return;
        }
        enrichment.share(lfns);
        List<MatchedFile> matched = tx.lockFiles(lfns).values().stream()
                .filter(record -> record.registered().isPresent())
                .flatMap(record -> matched(record, transformationId, query).stream())
                .toList();
        FileStep.again(tx, catalogue, taskMaker, enrichment, matched);
    }

    private Optional<MatchedFile> matched(FileRecord record, int transformationId, MetaQuery query) {
        FileFacts facts = enrichment.facts(record);
        return query.matches(facts)
                ? Optional.of(MatchedFile.of(
                        FileChange.none(record), facts, new Matches(List.of(transformationId), List.of())))
                : Optional.empty();
    }
}
