package org.sluice.engine.trigger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.store.Waiting;

/** Groups that are closed because a file of theirs has waited for {@code MaxWait}: some lanes, in one transaction. */
final class AgedStep {
    private static final int LANES = 50;
    private static final int FILES = 1000;

    private final TriggerTransaction tx;
    private final Catalogue catalogue;
    private final TaskMaker taskMaker;

    AgedStep(TriggerTransaction tx, Catalogue catalogue, TaskMaker taskMaker) {
        this.tx = tx;
        this.catalogue = catalogue;
        this.taskMaker = taskMaker;
    }

    /** Does the step, and says whether there may be more. */
    boolean run() {
        Map<Integer, Instant> deadlines = deadlines();
        List<LaneKey> found = deadlines.isEmpty() ? List.of() : tx.lanesOlderThan(deadlines, LANES);
        if (found.isEmpty()) {
            return false;
        }
        Map<Integer, LockedTransformation> locked = tx.lockTransformations(
                found.stream().map(LaneKey::transformationId).collect(Collectors.toCollection(TreeSet::new)));
        // Old files that are just being placed would come as many small groups.
        locked.values().removeIf(t -> t.pending().stream().anyMatch(PendingWork.Kind::places));
        List<LaneKey> lanes = found.stream()
                .filter(lane -> locked.containsKey(lane.transformationId()))
                .toList();
        GroupStep groups = new GroupStep(tx, taskMaker, catalogue, locked.values());
        lanes.forEach(lane -> groups.close(lane, deadline(deadlines, lane)));
        int made = groups.run();
        lookAgain(lanes, deadlines);
        // Where nothing could be made there is nothing to hurry for: the next look comes within a second.
        return lanes.size() == LANES && made > 0;
    }

    private Map<Integer, Instant> deadlines() {
        Instant now = taskMaker.now();
        Map<Integer, Instant> deadlines = new HashMap<>();
        catalogue.maxWaits().forEach((id, wait) -> deadlines.put(id, now.minus(wait)));
        return deadlines;
    }

    private static Instant deadline(Map<Integer, Instant> deadlines, LaneKey lane) {
        return Optional.ofNullable(deadlines.get(lane.transformationId())).orElseThrow();
    }

    /** Files that are old and cannot be grouped all the same are not asked for each time: they would keep others away. */
    private void lookAgain(List<LaneKey> lanes, Map<Integer, Instant> deadlines) {
        Map<LaneKey, Integer> some = new TreeMap<>();
        lanes.forEach(lane -> some.put(lane, FILES));
        Map<LaneKey, List<Waiting>> files = tx.filesInLanes(some);
        Map<LaneKey, Instant> since = new TreeMap<>();
        lanes.forEach(lane -> since.put(lane, next(files.getOrDefault(lane, List.of()), deadline(deadlines, lane))));
        tx.waitSince(since);
    }

    private Instant next(List<Waiting> files, Instant deadline) {
        return files.stream()
                .map(Waiting::attached)
                .filter(deadline::isBefore)
                .min(Instant::compareTo)
                .orElseGet(taskMaker::now);
    }
}
