package org.sluice.engine.trigger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.trigger.Batch.MatchedFile;

/** What changes of files do to transformations: first the transformations are found, then locked, then all is done. */
final class FileStep {
    private final AttachStep attach;
    private final GenerationStep generations;

    /**
     * @param matched registered files and what they satisfy
     * @param changes all changes, among them those of files that are removed
     */
    FileStep(TriggerTransaction tx, Catalogue catalogue, List<MatchedFile> matched, Collection<FileChange> changes) {
        List<String> ended = changes.stream()
                .filter(FileChange::endsGeneration)
                .map(change -> change.after().lfn())
                .toList();
        Set<String> lfns = new TreeSet<>(ended);
        matched.forEach(file -> lfns.add(file.lfn()));
        Map<String, Map<Integer, String>> existing = lfns.isEmpty() ? Map.of() : tx.attachments(lfns);
        this.attach = new AttachStep(tx, catalogue, matched, existing);
        this.generations = GenerationStep.ofEvents(tx, removed(ended, existing), returning(matched, existing));
    }

    /**
     * Gives locked files of which nothing was said, but that are looked at again, to the transformations that they satisfy,
     * and groups what came to wait.
     */
    static void again(
            TriggerTransaction tx,
            Catalogue catalogue,
            TaskMaker taskMaker,
            Enrichment enrichment,
            List<MatchedFile> matched) {
        FileStep step = new FileStep(tx, catalogue, matched, List.of());
        SortedSet<Integer> ids = step.transformations();
        if (ids.isEmpty()) {
            return;
        }
        Map<Integer, LockedTransformation> locked = tx.lockTransformations(ids);
        step.attach(locked);
        taskMaker.announceWithdrawn(tx, step.changeGenerations(locked));
        GroupStep groups = new GroupStep(tx, taskMaker, catalogue, locked.values());
        groups.place(step.changes(), enrichment::facts);
        groups.run();
    }

    private static List<Attachment> removed(List<String> lfns, Map<String, Map<Integer, String>> existing) {
        return lfns.stream()
                .flatMap(lfn ->
                        existing.getOrDefault(lfn, Map.of()).keySet().stream().map(id -> new Attachment(id, lfn)))
                .toList();
    }

    /** Only a file of a later generation can have a row of an earlier one. */
    private static List<GenerationStep.Returning> returning(
            List<MatchedFile> matched, Map<String, Map<Integer, String>> existing) {
        return matched.stream()
                .filter(file -> file.change().after().generation() > 1)
                .flatMap(file -> pairs(file, existing))
                .toList();
    }

    private static Stream<GenerationStep.Returning> pairs(
            MatchedFile file, Map<String, Map<Integer, String>> existing) {
        return file.attachments().stream()
                .filter(pair -> existing.getOrDefault(pair.lfn(), Map.of()).containsKey(pair.transformationId()))
                .map(pair ->
                        new GenerationStep.Returning(pair, file.change().after().generation()));
    }

    /** The transformations to be locked. */
    SortedSet<Integer> transformations() {
        SortedSet<Integer> ids = new TreeSet<>(attach.transformations());
        ids.addAll(generations.transformations());
        return ids;
    }

    /** Gives new files to transformations. */
    void attach(Map<Integer, LockedTransformation> locked) {
        attach.run(locked);
    }

    /** Ends and begins generations of files that transformations have already, and tells which tasks that took back. */
    List<Withdrawal> changeGenerations(Map<Integer, LockedTransformation> locked) {
        return generations.run(locked);
    }

    /** How many files were given to transformations. */
    int count() {
        return attach.count() + generations.count();
    }

    /** What began or ceased to wait. */
    List<WaitChange> changes() {
        return Stream.concat(attach.changes().stream(), generations.changes().stream())
                .toList();
    }
}
