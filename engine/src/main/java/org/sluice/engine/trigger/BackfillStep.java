package org.sluice.engine.trigger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.Matches;
import org.sluice.engine.store.FileLookup.PlacedFile;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.trigger.Batch.MatchedFile;

/**
 * One bounded step of backfills that go through the known files together: each file is looked at once for all of them. In
 * turns with the one that was left first, which always goes on, those that have come least far catch up with the next ones.
 *
 * <p>The files are looked through as they were committed last, and only such as match are locked: what a batch that is under
 * way says of a file, that batch itself matches with the queries as they are now.
 */
final class BackfillStep {
    /** So many files are given to transformations. */
    private static final int MOST_GIVEN = 500;
    /** So many known files are looked at without locks. */
    private static final int LOOKED_THROUGH = 2_000;
    /** So many backfills are ended. */
    private static final int MOST_ENDED = 20;

    private final TriggerTransaction tx;
    private final Catalogue catalogue;
    private final TaskMaker taskMaker;
    private final Culprits skipped;
    private final Enrichment enrichment;
    /** By how far they have come. */
    private final List<PendingWork> all;

    BackfillStep(TriggerTransaction tx, Catalogue catalogue, TaskMaker taskMaker, Culprits skipped) {
        this.tx = tx;
        this.catalogue = catalogue;
        this.taskMaker = taskMaker;
        this.skipped = skipped;
        this.enrichment = new Enrichment(tx);
        this.all = tx.lockBackfills();
    }

    /** @param turn the one whose turn it is */
    void run(PendingWork turn) {
        List<PendingWork> aimless = all.stream()
                .filter(work -> catalogue
                        .recipe(work.transformationId())
                        .flatMap(Recipe::query)
                        .isEmpty())
                .toList();
        if (!aimless.isEmpty()) {
            end(aimless);
            return;
        }
        long first = firstLeft().position();
        boolean firstsTurn = turn.position() == first;
        long from = firstsTurn ? first : all.get(0).position();
        List<PlacedFile> files = tx.filesAfter(from, LOOKED_THROUGH);
        if (files.isEmpty()) {
            end(all.stream().filter(work -> work.position() >= from).toList());
            return;
        }
        long reached = lookThrough(from, files);
        // Those that only wait to be caught up with have had their turn too, but for the one that was left first.
        tx.advanceBackfills(
                all.stream()
                        .filter(work ->
                                firstsTurn ? work.position() == first : from == first || work.position() != first)
                        .map(PendingWork::transformationId)
                        .toList(),
                reached);
    }

    private PendingWork firstLeft() {
        return Collections.min(
                all, Comparator.comparing(PendingWork::started).thenComparingInt(PendingWork::transformationId));
    }

    private void end(List<PendingWork> works) {
        List<PendingWork> some = works.subList(0, Math.min(MOST_ENDED, works.size()));
        Map<Integer, LockedTransformation> locked = tx.lockTransformations(
                some.stream().map(PendingWork::transformationId).collect(Collectors.toCollection(TreeSet::new)));
        some.forEach(work -> PendingStep.finish(tx, work, Optional.ofNullable(locked.get(work.transformationId()))));
    }

    /** Looks at these files for those that have come this far, and tells how far they have come then. */
    private long lookThrough(long from, List<PlacedFile> files) {
        Set<Integer> together = all.stream()
                .filter(work -> work.position() == from)
                .map(PendingWork::transformationId)
                .collect(Collectors.toSet());
        OptionalLong next = all.stream()
                .mapToLong(PendingWork::position)
                .filter(position -> position > from)
                .findFirst();
        long reached = from;
        int given = 0;
        Map<String, DirectoryRecord> directories = tx.directories().look(above(files));
        TreeSet<String> matching = new TreeSet<>();
        for (PlacedFile file : files) {
            if (next.isPresent() && file.position() > next.getAsLong()) {
                reached = next.getAsLong();
                break;
            }
            reached = file.position();
            int takers = takers(file.file(), together, directories);
            if (takers > 0) {
                matching.add(file.file().lfn());
            }
            given += takers;
            if (given >= MOST_GIVEN) {
                break;
            }
        }
        give(matching, together);
        return reached;
    }

    private SortedSet<String> above(List<PlacedFile> files) {
        return DirectoryRecord.above(files.stream()
                .map(file -> file.file().lfn())
                .filter(lfn -> !skipped.include(lfn))
                .toList());
    }

    private int takers(FileRecord file, Set<Integer> together, Map<String, DirectoryRecord> directories) {
        return file.registered().isEmpty() || skipped.include(file.lfn())
                ? 0
                : takers(EffectiveMetadata.of(file, directories), together).size();
    }

    private List<Integer> takers(FileFacts facts, Set<Integer> together) {
        return catalogue.filters().match(facts).transformationIds().stream()
                .filter(together::contains)
                .toList();
    }

    private void give(SortedSet<String> lfns, Set<Integer> together) {
        if (lfns.isEmpty()) {
            return;
        }
        enrichment.share(lfns);
        List<MatchedFile> matched = new ArrayList<>();
        for (FileRecord record : tx.lockFiles(lfns).values()) {
            if (record.registered().isPresent()) {
                FileFacts facts = enrichment.facts(record);
                List<Integer> takers = takers(facts, together);
                if (!takers.isEmpty()) {
                    matched.add(MatchedFile.of(FileChange.none(record), facts, new Matches(takers, List.of())));
                }
            }
        }
        FileStep.again(tx, catalogue, taskMaker, enrichment, matched);
    }
}
