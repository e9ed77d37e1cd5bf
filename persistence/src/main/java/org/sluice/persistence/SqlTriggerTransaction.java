package org.sluice.persistence;

import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.hibernate.SharedSessionContract;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.CreatedTask;
import org.sluice.engine.store.Directories;
import org.sluice.engine.store.FileLookup.PlacedFile;
import org.sluice.engine.store.JournalEntry;
import org.sluice.engine.store.KnownFile;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.LaneLoad;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.Placement;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.TaskNotice;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.store.Waiting;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Task;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.Transformation;

/** One batch's transaction; each table is its own class's affair. */
final class SqlTriggerTransaction implements TriggerTransaction {
    private final RegistryVersion registry;
    private final long version;
    private final SharedSessionContract session;
    private final PendingWorkTable pendingWork;
    private final Journal journal;
    private final Directories directories;
    private final KnownFiles files;
    private final WaitingFigures figures;
    private final Attachments attachments;
    private final TransformationLocks locks;
    private final TargetCounts targets;
    private final LaneTables lanes;
    private final EndedRuns runs;
    private final TaskTables tasks;
    private final TaskFeedback feedback;
    private final FileRows fileRows;
    private final Outbox outbox;

    /** Begins by holding the registry's version: the first lock of every batch. */
    SqlTriggerTransaction(Connection connection, Flavour flavour, Clock clock, SharedSessionContract session) {
        Statements statements = flavour.statements(connection);
        this.registry = new RegistryVersion(statements);
        this.version = registry.share(flavour);
        this.session = session;
        this.pendingWork = new PendingWorkTable(statements, clock);
        this.journal = new Journal(statements, flavour);
        this.directories = new KnownDirectories(statements, flavour);
        this.files = new KnownFiles(statements, flavour);
        DataFiles dataFiles = new DataFiles(statements, flavour);
        Generations generations = new Generations(statements, flavour);
        this.figures = new WaitingFigures(statements, flavour);
        this.locks = new TransformationLocks(statements, flavour, clock, new LogTable(statements, flavour, clock));
        this.targets = new TargetCounts(statements, flavour, locks);
        this.attachments = new Attachments(statements, flavour, clock, files, dataFiles, generations, targets, figures);
        this.lanes = new LaneTables(statements, flavour, clock, files, dataFiles, attachments, figures, locks);
        this.runs = new EndedRuns(statements, flavour, clock);
        this.tasks = new TaskTables(statements, flavour, clock, locks, dataFiles, attachments, lanes);
        this.feedback = new TaskFeedback(statements, flavour, clock);
        this.fileRows = new FileRows(statements, flavour, clock, dataFiles, generations, targets, figures);
        this.outbox = new Outbox(statements);
    }

    /** Writes what was kept back. */
    void flush() {
        files.write();
        attachments.write();
        lanes.write();
        targets.write();
        figures.write();
    }

    @Override
    public long registryVersion() {
        return version;
    }

    @Override
    public Optional<Map<Integer, Optional<Transformation>>> transformationsSince(long earlier) {
        if (earlier == BEFORE_ALL) {
            return Optional.of(withThose(List.of(), TransformationRows.forBatches(session)));
        }
        return registry.changedSince(earlier, version)
                .map(ids -> withThose(ids, TransformationRows.forBatches(session, ids)));
    }

    private static Map<Integer, Optional<Transformation>> withThose(List<Integer> ids, List<Transformation> now) {
        Map<Integer, Optional<Transformation>> changed = new TreeMap<>();
        ids.forEach(id -> changed.put(id, Optional.empty()));
        now.forEach(one -> changed.put(one.id(), Optional.of(one)));
        return changed;
    }

    @Override
    public Optional<PendingWork> lockPendingWork() {
        return pendingWork.lockNext();
    }

    @Override
    public List<PendingWork> lockBackfills() {
        return pendingWork.lockBackfills();
    }

    @Override
    public Set<String> recordEvents(Collection<JournalEntry> entries) {
        return journal.record(entries);
    }

    @Override
    public void remark(Map<String, String> remarksByEventId) {
        journal.remark(remarksByEventId);
    }

    @Override
    public Directories directories() {
        return directories;
    }

    @Override
    public List<PlacedFile> filesAfter(long position, int limit) {
        return files.after(position, limit);
    }

    @Override
    public Map<String, FileRecord> lockFiles(SortedSet<String> lfns, Map<String, FileRecord> firstWords) {
        return files.lock(lfns, firstWords);
    }

    @Override
    public Map<String, FileRecord> lookAtFiles(Collection<String> lfns) {
        return files.look(lfns);
    }

    @Override
    public void saveFiles(Collection<FileRecord> records) {
        files.save(records);
    }

    @Override
    public Map<String, Map<Integer, String>> attachments(Collection<String> lfns) {
        return attachments.of(lfns);
    }

    @Override
    public Map<Integer, LockedTransformation> lockTransformations(SortedSet<Integer> ids) {
        return locks.lock(ids);
    }

    @Override
    public Map<Integer, Integer> lineages(Collection<Integer> transformationIds) {
        return locks.lineages(transformationIds);
    }

    @Override
    public void noteLineages(Map<Integer, Integer> lineages) {
        locks.noteLineages(lineages);
    }

    @Override
    public void attach(List<Attachment> wanted) {
        attachments.attach(wanted);
    }

    @Override
    public Map<TaskKey, Task> lockTasks(SortedSet<TaskKey> keys) {
        return feedback.lock(keys);
    }

    @Override
    public List<FileInTransformation> lockFileRows(Collection<Attachment> pairs) {
        return fileRows.lock(pairs);
    }

    @Override
    public List<FileInTransformation> lockFilesOfTasks(SortedSet<TaskKey> keys) {
        return fileRows.lockOfTasks(keys);
    }

    @Override
    public List<Attachment> endedUnnoticed(int limit) {
        return fileRows.endedUnnoticed(limit);
    }

    @Override
    public void saveTasks(Collection<Task> changed) {
        feedback.save(changed);
    }

    @Override
    public void deleteTasks(SortedSet<TaskKey> keys) {
        feedback.delete(keys);
    }

    @Override
    public void saveFileRows(Collection<FileInTransformation> rows) {
        fileRows.save(rows);
    }

    @Override
    public Set<String> filesToBeFreed(SortedSet<TaskKey> endingTasks, Collection<String> removed) {
        return feedback.filesToBeFreed(endingTasks, removed);
    }

    @Override
    public List<KnownFile> waitingAfter(int transformationId, long position, int limit) {
        return attachments.waitingAfter(transformationId, position, limit);
    }

    @Override
    public List<KnownFile> unplacedAfter(int transformationId, long position, int limit) {
        lanes.write();
        return attachments.unplacedAfter(transformationId, position, limit);
    }

    @Override
    public void place(Collection<Placement> placements) {
        lanes.place(placements);
    }

    @Override
    public Set<Attachment> inLanes(Collection<Attachment> pairs) {
        return lanes.inLanes(pairs);
    }

    @Override
    public void takeOut(Collection<Attachment> pairs) {
        lanes.takeOut(pairs);
    }

    @Override
    public List<LaneLoad> lanes(Collection<LaneKey> keys) {
        return lanes.loads(keys);
    }

    @Override
    public Map<LaneKey, List<Waiting>> filesInLanes(Map<LaneKey, Integer> most) {
        return lanes.files(most);
    }

    @Override
    public void waitSince(Map<LaneKey, Instant> since) {
        lanes.waitSince(since);
    }

    @Override
    public List<LaneLoad> lanesAfter(int transformationId, long position, Instant attachedBy, int limit) {
        return lanes.after(transformationId, position, attachedBy, limit);
    }

    @Override
    public Map<LaneKey, String> oneFileOf(Collection<LaneKey> keys) {
        return lanes.oneFileOf(keys);
    }

    @Override
    public List<LaneKey> lanesOlderThan(Map<Integer, Instant> since, int limit) {
        return lanes.olderThan(since, limit);
    }

    @Override
    public List<LaneKey> lanesBeginning(Collection<LaneKey> beginnings) {
        return lanes.beginning(beginnings);
    }

    @Override
    public void endRuns(Collection<Run> ended) {
        runs.end(ended);
    }

    @Override
    public Set<Run> endedRuns(Collection<Run> some) {
        return runs.ended(some);
    }

    @Override
    public void leave(int transformationId, PendingWork.Kind kind) {
        pendingWork.leave(transformationId, kind);
    }

    @Override
    public Map<String, Long> filesByUsedSe(int transformationId) {
        return targets.of(transformationId);
    }

    @Override
    public List<CreatedTask> createTasks(Map<Integer, List<PlannedTask>> tasksByTransformation) {
        return tasks.create(tasksByTransformation);
    }

    @Override
    public void addNotices(List<TaskNotice> notices) {
        outbox.add(notices);
    }

    @Override
    public void quarantine(int transformationId, String reason) {
        locks.quarantine(transformationId, reason);
    }

    @Override
    public void endFlush(int transformationId) {
        locks.endFlush(transformationId);
    }

    @Override
    public void advance(PendingWork work, long position) {
        pendingWork.advance(work, position);
    }

    @Override
    public void advanceBackfills(Collection<Integer> transformationIds, long position) {
        pendingWork.advanceBackfills(transformationIds, position);
    }

    @Override
    public void finish(PendingWork work) {
        pendingWork.remove(work.transformationId(), work.kind());
    }
}
