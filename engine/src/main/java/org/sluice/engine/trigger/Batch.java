package org.sluice.engine.trigger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventJson;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.event.FileEvent.FileRemoved;
import org.sluice.engine.event.FileEvent.OfFile;
import org.sluice.engine.event.FileEvent.RunEnded;
import org.sluice.engine.event.FileEvent.TaskStatusChanged;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.Matches;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.JournalEntry;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.TaskKey;

/** The way of one batch through one transaction. */
final class Batch {
    private final TriggerTransaction tx;
    private final Catalogue catalogue;
    private final TaskMaker taskMaker;
    private final Enrichment enrichment;

    Batch(TriggerTransaction tx, Catalogue catalogue, TaskMaker taskMaker) {
        this.tx = tx;
        this.catalogue = catalogue;
        this.taskMaker = taskMaker;
        this.enrichment = new Enrichment(tx);
    }

    /** Why an event can never take effect, as a sentence for its sender; empty where it can. */
    static Optional<String> objection(FileEvent event) {
        if (event instanceof TaskStatusChanged feedback) {
            return FeedbackRule.objection(feedback);
        }
        if (event instanceof RunEnded ended) {
            return RunStep.objection(ended);
        }
        if (event instanceof OfFile || event instanceof DirectoryMetadataSet) {
            return Optional.empty();
        }
        return Optional.of("This version of Sluice does not apply " + EventJson.kind(event)
                + " events; keep the dead letter and send it again after an upgrade.");
    }

    /**
     * Applies the events.
     *
     * @param events to which there is no {@link #objection}, no id twice; where one is of a directory, all are
     * @throws UnknownTaskException where events are about tasks that are not there
     */
    BatchResult run(List<Decoded.Accepted> events, Instant received) {
        Set<String> fresh = tx.recordEvents(
                events.stream().map(event -> journalEntry(event, received)).toList());
        List<FileEvent> news = events.stream()
                .map(Decoded.Accepted::event)
                .filter(event -> fresh.contains(event.header().id()))
                .toList();
        int duplicates = events.size() - news.size();
        if (news.isEmpty()) {
            return new BatchResult(0, duplicates, List.of(), 0, 0);
        }
        new DirectoryStep(tx).run(only(DirectoryMetadataSet.class, news));
        FeedbackStep feedback = new FeedbackStep(tx, only(TaskStatusChanged.class, news), taskMaker.failuresAllowed());
        List<OfFile> ofFiles = only(OfFile.class, news);
        Collection<FileChange> changes = learn(ofFiles, toBeFreed(feedback, ofFiles));
        FileStep files = new FileStep(tx, catalogue, match(changes), changes);
        RunStep runs = new RunStep(tx, catalogue, only(RunEnded.class, news));
        SortedSet<Integer> ids = files.transformations();
        ids.addAll(feedback.transformations());
        ids.addAll(runs.transformations());
        if (ids.isEmpty()) {
            return new BatchResult(news.size(), duplicates, List.of(), 0, 0);
        }
        // All at once: two batches that locked them in two goes each could wait for each other.
        Map<Integer, LockedTransformation> locked = tx.lockTransformations(ids);
        files.attach(locked);
        // Before files are removed, so that a task that somebody has begun with is not withdrawn.
        feedback.run();
        taskMaker.announceWithdrawn(tx, files.changeGenerations(locked));
        GroupStep groups = new GroupStep(tx, taskMaker, catalogue, locked.values());
        groups.place(
                Stream.concat(files.changes().stream(), feedback.changes().stream())
                        .toList(),
                enrichment::facts);
        runs.close(groups, locked);
        return new BatchResult(news.size(), duplicates, List.of(), files.count(), groups.run());
    }

    private Set<String> toBeFreed(FeedbackStep feedback, List<OfFile> events) {
        SortedSet<TaskKey> ending = feedback.ending();
        Set<String> removed = only(FileRemoved.class, List.copyOf(events)).stream()
                .map(OfFile::lfn)
                .collect(Collectors.toSet());
        return ending.isEmpty() && removed.isEmpty() ? Set.of() : tx.filesToBeFreed(ending, removed);
    }

    private static <E extends FileEvent> List<E> only(Class<E> kind, List<FileEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * Enriches what is known of the files with what the events say.
     *
     * @param others files of which nothing is said and that are to be locked with them
     */
    private Collection<FileChange> learn(List<OfFile> events, Set<String> others) {
        TreeSet<String> lfns = new TreeSet<>(others);
        events.forEach(event -> lfns.add(event.lfn()));
        if (lfns.isEmpty()) {
            return List.of();
        }
        enrichment.share(lfns);
        Map<String, FileRecord> firstWords = firstWords(events);
        Map<String, FileRecord> known = tx.lockFiles(lfns, firstWords);
        Map<String, FileChange> changes = new LinkedHashMap<>();
        for (OfFile event : events) {
            FileRecord unknown = FileRecord.unknown(event.lfn());
            FileRecord before = known.getOrDefault(event.lfn(), unknown);
            Optional<FileRecord> stored =
                    Optional.ofNullable(firstWords.get(event.lfn())).filter(words -> before.equals(unknown));
            changes.merge(
                    event.lfn(),
                    stored.map(after ->
                                    new FileChange(before, after, event.header().id()))
                            .orElseGet(() -> FileChange.of(before, event)),
                    (change, first) -> stored.isPresent() ? first : change.then(event));
        }
        List<FileChange> real =
                changes.values().stream().filter(FileChange::isChange).toList();
        tx.saveFiles(real.stream().map(FileChange::after).toList());
        return real;
    }

    /**
     * What the files are if nothing was known of them. Not where one was removed: its removal may have taken effect before,
     * and the journal have forgotten it.
     */
    private static Map<String, FileRecord> firstWords(List<OfFile> events) {
        Map<String, FileRecord> words = new TreeMap<>();
        for (OfFile event : events) {
            FileRecord before = words.getOrDefault(event.lfn(), FileRecord.unknown(event.lfn()));
            words.put(event.lfn(), before.after(event));
        }
        words.values().removeIf(record -> record.removed().isPresent());
        return words;
    }

    /** The transformations that each registered file satisfies now, files in the order of their events. */
    private List<MatchedFile> match(Collection<FileChange> changes) {
        List<MatchedFile> matched = new ArrayList<>();
        Map<String, String> remarks = new HashMap<>();
        for (FileChange change : changes) {
            if (change.after().registered().isPresent()) {
                FileFacts facts = enrichment.facts(change.after());
                Matches matches = catalogue.filters().match(facts);
                matched.add(MatchedFile.of(change, facts, matches));
                if (!matches.remarks().isEmpty()) {
                    remarks.put(change.lastEventId(), String.join("; ", matches.remarks()));
                }
            }
        }
        if (!remarks.isEmpty()) {
            tx.remark(remarks);
        }
        return matched;
    }

    private static JournalEntry journalEntry(Decoded.Accepted accepted, Instant received) {
        FileEvent event = accepted.event();
        return new JournalEntry(
                event.header().id(),
                EventJson.kind(event),
                subject(event),
                event.header().time(),
                received,
                new String(accepted.body(), StandardCharsets.UTF_8));
    }

    private static String subject(FileEvent event) {
        if (event instanceof DirectoryMetadataSet ofDirectory) {
            return ofDirectory.directory();
        }
        return event instanceof OfFile ofFile ? ofFile.lfn() : "";
    }

    /**
     * A registered file and what it satisfies.
     *
     * @param producers the transformations that it says have produced it
     */
    record MatchedFile(FileChange change, Matches matches, Set<Integer> producers) {
        static MatchedFile of(FileChange change, FileFacts facts, Matches matches) {
            return new MatchedFile(change, matches, Lineage.producers(facts));
        }

        String lfn() {
            return change.after().lfn();
        }

        List<Attachment> attachments() {
            return matches.transformationIds().stream()
                    .map(id -> new Attachment(id, lfn()))
                    .toList();
        }
    }
}
