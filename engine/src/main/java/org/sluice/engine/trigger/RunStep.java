package org.sluice.engine.trigger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sluice.engine.event.FileEvent.RunEnded;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.TriggerTransaction;

/** Runs that have ended: noted first, so that a batch which locks a transformation later sees it, then closed. */
final class RunStep {
    private final TriggerTransaction tx;
    private final Catalogue catalogue;
    private final Set<Run> runs = new LinkedHashSet<>();

    RunStep(TriggerTransaction tx, Catalogue catalogue, List<RunEnded> events) {
        this.tx = tx;
        this.catalogue = catalogue;
        events.forEach(event -> runs.add(Runs.of(event.key(), event.value())));
        if (!runs.isEmpty()) {
            tx.endRuns(runs);
        }
    }

    static Optional<String> objection(RunEnded event) {
        return event.key().length() <= Runs.LONGEST
                ? Optional.empty()
                : Optional.of("The key of a run is a metadata name, which has at most " + Runs.LONGEST
                        + " characters; this one has " + event.key().length() + ".");
    }

    /** The transformations to be locked. */
    SortedSet<Integer> transformations() {
        SortedSet<Integer> ids = new TreeSet<>();
        runs.forEach(run -> ids.addAll(catalogue.groupedBy(run.key())));
        return ids;
    }

    /**
     * Asks for what waits of these runs, whatever the group size. Where more is coming to the lanes by pending work, that
     * work closes them at its end.
     */
    void close(GroupStep groups, Map<Integer, LockedTransformation> locked) {
        List<LaneKey> beginnings = new ArrayList<>();
        for (Run run : runs) {
            catalogue.groupedBy(run.key()).stream()
                    .filter(id -> Optional.ofNullable(locked.get(id))
                            .filter(LockedTransformation::isFilled)
                            .isPresent())
                    .forEach(id -> beginnings.add(new LaneKey(id, Runs.beginning(run))));
        }
        if (!beginnings.isEmpty()) {
            tx.lanesBeginning(beginnings).forEach(lane -> groups.close(lane, Instant.MAX));
        }
    }
}
