package org.sluice.engine.trigger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.Matches;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.store.KnownFile;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.trigger.Batch.MatchedFile;

/**
 * One bounded step of the work that a change of a transformation left, in one transaction: the next known files of a
 * backfill, or the grouping of what waits. Live events pass between steps; what a step looks at it locks like any
 * batch, so that there is neither a gap nor an overlap with them.
 */
final class PendingStep {
    private static final int FILES = 500;

    private final TriggerTransaction tx;
    private final Catalogue catalogue;
    private final TaskMaker taskMaker;
    private final Set<String> skipped;

    /**
     * @param skipped LFNs that were found not to be storable
     */
    PendingStep(TriggerTransaction tx, Catalogue catalogue, TaskMaker taskMaker, Set<String> skipped) {
        this.tx = tx;
        this.catalogue = catalogue;
        this.taskMaker = taskMaker;
        this.skipped = skipped;
    }

    /** Does the step, and says whether there was one to do. */
    boolean run() {
        Optional<PendingWork> work = tx.lockPendingWork();
        work.ifPresent(this::run);
        return work.isPresent();
    }

    private void run(PendingWork work) {
        Optional<MetaQuery> query = catalogue.recipe(work.transformationId()).flatMap(Recipe::query);
        List<KnownFile> files = work.kind() == PendingWork.Kind.BACKFILL && query.isPresent()
                ? tx.filesAfter(work.position(), FILES)
                : List.of();
        if (files.isEmpty()) {
            tx.finish(work);
            group(work.transformationId());
        } else {
            attach(work.transformationId(), query.get(), files);
            tx.advance(work, files.get(files.size() - 1).position());
        }
    }

    private void attach(int transformationId, MetaQuery query, List<KnownFile> files) {
        TreeSet<String> lfns = files.stream()
                .map(KnownFile::lfn)
                .filter(lfn -> !skipped.contains(lfn))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, DirectoryRecord> directories = tx.directories().share(DirectoryStep.above(lfns));
        Map<String, FileRecord> records = tx.lockFiles(lfns);
        List<MatchedFile> matched = files.stream()
                .filter(file -> lfns.contains(file.lfn()))
                .map(file -> records.getOrDefault(file.lfn(), FileRecord.unknown(file.lfn())))
                .filter(record ->
                        record.registered().isPresent() && query.matches(EffectiveMetadata.of(record, directories)))
                .map(record ->
                        new MatchedFile(FileChange.none(record), new Matches(List.of(transformationId), List.of())))
                .toList();
        FileStep step = new FileStep(tx, matched, List.of());
        SortedSet<Integer> ids = step.transformations();
        if (!ids.isEmpty()) {
            Map<Integer, LockedTransformation> locked = tx.lockTransformations(ids);
            step.attach(locked);
            taskMaker.announceWithdrawn(tx, step.changeGenerations(locked));
            taskMaker.makeTasks(tx, catalogue, List.copyOf(locked.values()));
        }
    }

    private void group(int transformationId) {
        TreeSet<Integer> id = new TreeSet<>(Set.of(transformationId));
        taskMaker.makeTasks(
                tx, catalogue, List.copyOf(tx.lockTransformations(id).values()));
    }
}
