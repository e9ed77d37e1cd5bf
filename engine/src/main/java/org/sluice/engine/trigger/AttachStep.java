package org.sluice.engine.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.FileInTransformation;
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
    /** Of these another client has changed the status since they were put into a lane, which may be the wrong one by now. */
    private final Set<Attachment> left;

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
        this.moved = concerned(true);
        List<Attachment> resting = concerned(false);
        this.left = resting.isEmpty() ? Set.of() : tx.inLanes(resting);
    }

    /** The transformations to be locked: those that get a file, and those for which grouping may have become possible. */
    SortedSet<Integer> transformations() {
        SortedSet<Integer> ids = new TreeSet<>();
        moved.forEach(attachment -> ids.add(attachment.transformationId()));
        left.forEach(attachment -> ids.add(attachment.transformationId()));
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
        List<Attachment> concerned =
                Stream.concat(moved.stream(), left.stream()).toList();
        if (!concerned.isEmpty()) {
            takeUp(concerned);
        }
    }

    /** By their rows as they are now: another batch may have put them into a task before the lock was had. */
    private void takeUp(List<Attachment> concerned) {
        List<Attachment> out = new ArrayList<>();
        for (FileInTransformation row : tx.lockFileRows(concerned)) {
            Attachment pair = new Attachment(row.transformationId(), row.lfn());
            if (left.contains(pair) && !FileStatus.isGroupable(row.status())) {
                out.add(pair);
            } else {
                changes.add(WaitChange.of(row));
            }
        }
        if (!out.isEmpty()) {
            tx.takeOut(out);
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

    /**
     * Files that are there already and of which a plugin now knows more than before.
     *
     * @param wait whether those that wait, or the others
     */
    private List<Attachment> concerned(boolean wait) {
        List<Attachment> pairs = new ArrayList<>();
        for (MatchedFile file : matched) {
            existing.getOrDefault(file.lfn(), Map.of()).forEach((id, status) -> {
                if (FileStatus.isGroupable(status) == wait && concernsGrouping(file.change(), id)) {
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
