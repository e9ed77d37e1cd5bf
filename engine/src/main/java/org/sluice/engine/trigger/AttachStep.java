package org.sluice.engine.trigger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.engine.transformation.TransformationStatus;
import org.sluice.engine.trigger.Batch.MatchedFile;

/**
 * Gives matched files to their transformations, once. The transformations are locked before the first row is written:
 * the rows refer to them, and a database that checks the reference takes a lock that two batches could not both raise
 * later.
 */
final class AttachStep {
    private final TriggerTransaction tx;
    private final List<MatchedFile> matched;
    private final Map<String, Map<Integer, String>> existing;
    private final List<Attachment> wanted;
    private int count;

    /** @param existing see {@link TriggerTransaction#attachments} */
    AttachStep(TriggerTransaction tx, List<MatchedFile> matched, Map<String, Map<Integer, String>> existing) {
        this.tx = tx;
        this.matched = List.copyOf(matched);
        this.existing = existing;
        this.wanted = matched.stream()
                .flatMap(file -> file.attachments().stream())
                .filter(a -> !existing.getOrDefault(a.lfn(), Map.of()).containsKey(a.transformationId()))
                .toList();
    }

    /** The transformations to be locked: those that get a file, and those for which grouping may have become possible. */
    SortedSet<Integer> transformations() {
        SortedSet<Integer> ids = new TreeSet<>(waitingElsewhere());
        wanted.forEach(attachment -> ids.add(attachment.transformationId()));
        return ids;
    }

    /** Attaches what is wanted by transformations that still take files. */
    void run(Map<Integer, LockedTransformation> locked) {
        List<Attachment> attachments = wanted.stream()
                .filter(a -> takesFiles(Optional.ofNullable(locked.get(a.transformationId()))))
                .toList();
        if (!attachments.isEmpty()) {
            tx.attach(attachments);
        }
        count = attachments.size();
    }

    /** How many files were given to transformations. */
    int count() {
        return count;
    }

    /** Where files wait of which a plugin now knows more than before. */
    private SortedSet<Integer> waitingElsewhere() {
        SortedSet<Integer> ids = new TreeSet<>();
        for (MatchedFile file : matched) {
            if (file.change().concernsGrouping()) {
                existing.getOrDefault(file.lfn(), Map.of()).forEach((id, status) -> {
                    if (FileStatus.isGroupable(status)) {
                        ids.add(id);
                    }
                });
            }
        }
        return ids;
    }

    /** Whether files are given to it, as it is now. */
    static boolean takesFiles(Optional<LockedTransformation> transformation) {
        return transformation
                .flatMap(t -> TransformationStatus.of(t.status()))
                .filter(TransformationStatus::takesFiles)
                .isPresent();
    }
}
