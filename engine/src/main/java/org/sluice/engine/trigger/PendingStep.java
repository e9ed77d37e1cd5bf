package org.sluice.engine.trigger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.Matches;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.KnownFile;
import org.sluice.engine.store.LaneLoad;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.TransformationStatus;
import org.sluice.engine.trigger.Batch.MatchedFile;

/**
 * One bounded step of the work that a change of a transformation left, in one transaction: the next known files of a
 * backfill, the next files that can be grouped, the next lane of a flush. Live events pass between steps; what a step
 * looks at it locks like any batch, so that there is neither a gap nor an overlap with them.
 */
final class PendingStep {
    private static final int FILES = 500;

    private final TriggerTransaction tx;
    private final Catalogue catalogue;
    private final TaskMaker taskMaker;
    private final Set<String> skipped;
    private final Enrichment enrichment;

    /**
     * @param skipped LFNs that were found not to be storable
     */
    PendingStep(TriggerTransaction tx, Catalogue catalogue, TaskMaker taskMaker, Set<String> skipped) {
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
            case GROUP -> group(work);
            case FLUSH -> flush(work);
        }
    }

    private void backfill(PendingWork work) {
        Optional<MetaQuery> query = catalogue.recipe(work.transformationId()).flatMap(Recipe::query);
        List<KnownFile> files = query.isPresent() ? tx.filesAfter(work.position(), FILES) : List.of();
        if (files.isEmpty()) {
            tx.finish(work);
            // What was to be flushed has waited for this.
            lock(work).filter(PendingStep::isFlushed).ifPresent(t -> tx.leave(t.id(), PendingWork.Kind.GROUP));
        } else {
            attach(work.transformationId(), query.get(), files);
            tx.advance(work, files.get(files.size() - 1).position());
        }
    }

    private Optional<LockedTransformation> lock(PendingWork work) {
        return tx.lockTransformations(new TreeSet<>(Set.of(work.transformationId()))).values().stream()
                .findFirst();
    }

    private static boolean isFlushed(LockedTransformation locked) {
        return TransformationStatus.FLUSH.text().equals(locked.status());
    }

    /** Places the next files that can be grouped anew. */
    private void group(PendingWork work) {
        List<KnownFile> files = tx.waitingAfter(work.transformationId(), work.position(), FILES);
        TreeSet<String> lfns = storable(files);
        enrichment.share(lfns);
        tx.lockFiles(lfns);
        Optional<LockedTransformation> locked = lock(work).filter(TaskMaker::makesTasks);
        if (files.isEmpty() || locked.isEmpty()) {
            tx.finish(work);
            locked.filter(t -> isFlushed(t) && !t.backfilling())
                    .ifPresent(t -> tx.leave(t.id(), PendingWork.Kind.FLUSH));
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
                .filter(lfn -> !skipped.contains(lfn))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Closes the next lane. The commit of the last ends the flush, whatever could not be grouped. */
    private void flush(PendingWork work) {
        Optional<LockedTransformation> locked =
                lock(work).filter(TaskMaker::makesTasks).filter(PendingStep::isFlushed);
        if (locked.isEmpty()) {
            tx.finish(work);
            return;
        }
        Optional<LaneLoad> lane = tx.laneAfter(work.transformationId(), work.position(), work.started());
        if (lane.isPresent()) {
            GroupStep groups = groups(locked.get());
            groups.close(lane.get().key(), work.started());
            groups.run();
        }
        long position = lane.map(LaneLoad::position).orElse(work.position());
        if (tx.laneAfter(work.transformationId(), position, work.started()).isPresent()) {
            tx.advance(work, position);
        } else {
            tx.finish(work);
            tx.endFlush(work.transformationId());
        }
    }

    private GroupStep groups(LockedTransformation locked) {
        return new GroupStep(tx, taskMaker, catalogue, List.of(locked));
    }

    private void attach(int transformationId, MetaQuery query, List<KnownFile> files) {
        TreeSet<String> lfns = storable(files);
        enrichment.share(lfns);
        Map<String, FileRecord> records = tx.lockFiles(lfns);
        List<MatchedFile> matched = files.stream()
                .filter(file -> lfns.contains(file.lfn()))
                .map(file -> records.getOrDefault(file.lfn(), FileRecord.unknown(file.lfn())))
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
