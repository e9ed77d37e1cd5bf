package org.sluice.engine.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.engine.trigger.Batch.MatchedFile;

/**
 * Gives matched files to their transformations, once. The transformations are locked before the first row is written:
 * the rows refer to them, and a database that checks the reference takes a lock that two batches could not both raise
 * later.
 */
final class AttachStep {
    private final TriggerTransaction tx;
    private final List<MatchedFile> matched;
    private final Catalogue catalogue;
    private final Map<String, Map<Integer, String>> existing;
    private final List<Attachment> wanted;
    private final List<Attachment> moved;
    private final List<WaitChange> changes = new ArrayList<>();
    private int count;

    /** @param existing see {@link TriggerTransaction#attachments} */
    AttachStep(
            TriggerTransaction tx,
            Catalogue catalogue,
            List<MatchedFile> matched,
            Map<String, Map<Integer, String>> existing) {
        this.tx = tx;
        this.catalogue = catalogue;
        this.matched = List.copyOf(matched);
        this.existing = existing;
        this.wanted = matched.stream()
                .flatMap(file -> file.attachments().stream())
                .filter(a -> !existing.getOrDefault(a.lfn(), Map.of()).containsKey(a.transformationId()))
                .toList();
        this.moved = waitingElsewhere();
    }

    /** The transformations to be locked: those that get a file, and those for which grouping may have become possible. */
    SortedSet<Integer> transformations() {
        SortedSet<Integer> ids = new TreeSet<>();
        moved.forEach(attachment -> ids.add(attachment.transformationId()));
        wanted.forEach(attachment -> ids.add(attachment.transformationId()));
        return ids;
    }

    /** Attaches what is wanted by transformations that still take files. */
    void run(Map<Integer, LockedTransformation> locked) {
        List<Attachment> attachments = new LineageRule(tx, catalogue.maxLineage(), matched)
                .permitted(wanted.stream()
                        .filter(a -> Optional.ofNullable(locked.get(a.transformationId()))
                                .filter(LockedTransformation::takesFiles)
                                .isPresent())
                        .toList());
        if (!attachments.isEmpty()) {
            tx.attach(attachments);
        }
        count = attachments.size();
        attachments.forEach(a -> changes.add(new WaitChange(a.transformationId(), a.lfn(), true)));
        if (!moved.isEmpty()) {
            // As they are now: another batch may have put them into a task before the lock was had.
            tx.lockFileRows(moved).forEach(row -> changes.add(WaitChange.of(row)));
        }
    }

    /** What waits since, and of what is known more. */
    List<WaitChange> changes() {
        return changes;
    }

    /** How many files were given to transformations. */
    int count() {
        return count;
    }

    /** Files that wait already and of which a plugin now knows more than before. */
    private List<Attachment> waitingElsewhere() {
        List<Attachment> pairs = new ArrayList<>();
        for (MatchedFile file : matched) {
            existing.getOrDefault(file.lfn(), Map.of()).forEach((id, status) -> {
                if (FileStatus.isGroupable(status) && concernsGrouping(file.change(), id)) {
                    pairs.add(new Attachment(id, file.lfn()));
                }
            });
        }
        return pairs;
    }

    /** Any change may be one of the metadata that decide which files share a task, a directory's too. */
    private boolean concernsGrouping(FileChange change, int transformationId) {
        return change.concernsGrouping()
                || catalogue.recipe(transformationId).flatMap(Recipe::groupBy).isPresent();
    }
}
