package org.sluice.engine.trigger;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.store.DirectoryWork;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.trigger.Batch.MatchedFile;

/**
 * One bounded step after a change of a directory, in one transaction: the next known files below it are matched again,
 * under the locks that a batch would take.
 */
final class DirectoryWorkStep {
    private static final int FILES = 500;

    private final TriggerTransaction tx;
    private final Catalogue catalogue;
    private final TaskMaker taskMaker;
    private final Culprits skipped;
    private final Enrichment enrichment;

    /** @param skipped files that were found to be at fault */
    DirectoryWorkStep(TriggerTransaction tx, Catalogue catalogue, TaskMaker taskMaker, Culprits skipped) {
        this.tx = tx;
        this.catalogue = catalogue;
        this.taskMaker = taskMaker;
        this.skipped = skipped;
        this.enrichment = new Enrichment(tx);
    }

    /** Does the step, and says whether there was one to do. */
    boolean run() {
        Optional<DirectoryWork> work = tx.directories().lockWork();
        work.ifPresent(this::run);
        return work.isPresent();
    }

    private void run(DirectoryWork work) {
        List<String> lfns = tx.directories().filesBelow(work, FILES);
        if (lfns.size() < FILES) {
            tx.directories().finish(work);
        } else {
            tx.directories().advance(work, lfns.get(lfns.size() - 1));
        }
        matchAgain(lfns.stream().filter(lfn -> !skipped.include(lfn)).collect(Collectors.toCollection(TreeSet::new)));
    }

    private void matchAgain(SortedSet<String> lfns) {
        if (lfns.isEmpty()) {
            return;
        }
        enrichment.share(lfns);
        List<MatchedFile> matched = tx.lockFiles(lfns).values().stream()
                .filter(file -> file.registered().isPresent())
                .map(this::matched)
                .toList();
        FileStep.again(tx, catalogue, taskMaker, enrichment, matched);
    }

    private MatchedFile matched(FileRecord file) {
        FileFacts facts = enrichment.facts(file);
        return MatchedFile.of(FileChange.none(file), facts, catalogue.filters().match(facts));
    }
}
