package org.sluice.engine.dryrun;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.engine.dryrun.Reason.Code;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.store.DataFaultException;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TransformationRegistry.Progress;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.trigger.Lineage;

/** Why a file that matches is not in a transformation: what keeps it out for good first. */
final class OutsideReasons {
    private final TransformationRegistry registry;
    private final FileLookup files;
    private final int maxLineage;

    OutsideReasons(TransformationRegistry registry, FileLookup files, int maxLineage) {
        this.registry = registry;
        this.files = files;
        this.maxLineage = maxLineage;
    }

    List<Reason> of(Transformation transformation, FileFacts facts) {
        Set<Integer> producers = Lineage.producers(facts);
        List<Reason> reasons = new ArrayList<>();
        takesNoFiles(transformation).ifPresent(reasons::add);
        collision(facts.lfn()).ifPresent(reasons::add);
        tooDeep(producers).ifPresent(reasons::add);
        if (reasons.isEmpty()) {
            reasons.add(backfill(transformation).orElseGet(() -> notYet(!producers.isEmpty())));
        }
        return reasons;
    }

    private static Optional<Reason> takesNoFiles(Transformation transformation) {
        return transformation.definition().takesFiles()
                ? Optional.empty()
                : Optional.of(new Reason(
                        Code.STATUS_TAKES_NO_FILES,
                        "it matches, but a transformation that is "
                                + transformation.definition().status()
                                + " takes no files; they are attached when its status is New, Stopped, Active,"
                                + " Completing or Flush again"));
    }

    private Optional<Reason> collision(String lfn) {
        return files.collidesWith(lfn)
                .map(holder -> new Reason(
                        Code.LFN_COLLISION,
                        "it matches, but no transformation can have it: "
                                + DataFaultException.collision(lfn, holder).sentence()));
    }

    private Optional<Reason> tooDeep(Set<Integer> producers) {
        int depth = Lineage.depth(producers, registry.lineages(producers));
        return depth <= maxLineage
                ? Optional.empty()
                : Optional.of(new Reason(
                        Code.MAX_LINEAGE, "it matches, but is not taken: " + Lineage.refusal(depth, maxLineage)));
    }

    private Optional<Reason> backfill(Transformation transformation) {
        return registry.pendingWork().stream()
                .filter(progress -> progress.work().kind() == PendingWork.Kind.BACKFILL
                        && progress.work().transformationId() == transformation.id())
                .findFirst()
                .map(OutsideReasons::backfill);
    }

    private static Reason backfill(Progress progress) {
        return new Reason(
                Code.BACKFILL,
                "it matches; the engine is still looking through the known files: %d of %d are done"
                        .formatted(progress.filesDone(), progress.filesKnown()));
    }

    /** Depths are counted anew when somebody sets a status; a file that was refused before is not looked at again. */
    private Reason notYet(boolean isProduct) {
        return new Reason(
                Code.NOT_YET_ATTACHED,
                "it matches, and no engine has attached it yet; see that one runs: 'sluice run'"
                        + (isProduct
                                ? ". If one does, MaxLineage (%d) kept it out before a status was set and the count began"
                                                .formatted(maxLineage)
                                        + " anew; the next event about the file has it matched again"
                                : ""));
    }
}
