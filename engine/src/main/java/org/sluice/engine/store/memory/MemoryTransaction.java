package org.sluice.engine.store.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.CreatedTask;
import org.sluice.engine.store.DataFaultException;
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
import org.sluice.engine.store.memory.Tables.AttachedRow;
import org.sluice.engine.store.memory.Tables.FileOf;
import org.sluice.engine.store.memory.Tables.FileRow;
import org.sluice.engine.store.memory.Tables.JournalRow;
import org.sluice.engine.store.memory.Tables.TaskRecord;
import org.sluice.engine.store.memory.Tables.TransformationRow;
import org.sluice.engine.store.memory.Tables.Work;
import org.sluice.engine.store.memory.Tables.WorkOf;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.engine.transformation.Task;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.TaskStatus;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.TransformationStatus;

/** A batch's work on the tables; the caller holds the store's lock. */
final class MemoryTransaction implements TriggerTransaction {
    private final Tables tables;
    private final MemoryLanes lanes;

    MemoryTransaction(Tables tables) {
        this.tables = tables;
        this.lanes = new MemoryLanes(tables);
    }

    @Override
    public long registryVersion() {
        return tables.version();
    }

    @Override
    public Optional<Map<Integer, Optional<Transformation>>> transformationsSince(long version) {
        Map<Integer, Optional<Transformation>> changed = new TreeMap<>();
        tables.changes.all().forEach((id, changedAt) -> {
            if (changedAt > version) {
                changed.put(
                        id,
                        tables.transformations
                                .get(id)
                                .map(TransformationRow::transformation)
                                .filter(MemoryTransaction::isForBatches));
            }
        });
        return Optional.of(changed);
    }

    private static boolean isForBatches(Transformation transformation) {
        return transformation.definition().takesFiles()
                || transformation.definition().makesTasks();
    }

    @Override
    public Optional<PendingWork> lockPendingWork() {
        return tables.pending.all().entrySet().stream()
                .min(Comparator.comparingLong(row -> row.getValue().sequence()))
                .map(MemoryTransaction::pendingWork);
    }

    private static PendingWork pendingWork(Map.Entry<WorkOf, Work> row) {
        return new PendingWork(
                row.getKey().transformation(),
                row.getKey().kind(),
                row.getValue().position(),
                row.getValue().started());
    }

    @Override
    public List<PendingWork> lockBackfills() {
        return tables.pending.all().entrySet().stream()
                .filter(row -> row.getKey().kind() == PendingWork.Kind.BACKFILL)
                .map(MemoryTransaction::pendingWork)
                .sorted(Comparator.comparingLong(PendingWork::position))
                .toList();
    }

    @Override
    public Set<String> recordEvents(Collection<JournalEntry> entries) {
        Set<String> fresh = new HashSet<>();
        for (JournalEntry entry : entries) {
            if (tables.journal.get(entry.eventId()).isEmpty()) {
                tables.journal.put(entry.eventId(), new JournalRow(entry, Optional.empty()));
                fresh.add(entry.eventId());
            }
        }
        return fresh;
    }

    @Override
    public void remark(Map<String, String> remarksByEventId) {
        remarksByEventId.forEach((id, remark) -> tables.journal
                .get(id)
                .ifPresent(row -> tables.journal.put(id, new JournalRow(row.entry(), Optional.of(remark)))));
    }

    @Override
    public Directories directories() {
        return new MemoryDirectories(tables);
    }

    @Override
    public List<PlacedFile> filesAfter(long position, int limit) {
        return new MemoryFileLookup(tables).filesAfter(position, limit);
    }

    @Override
    public Map<String, FileRecord> lockFiles(SortedSet<String> lfns, Map<String, FileRecord> firstWords) {
        Map<String, FileRecord> files = new TreeMap<>();
        for (String lfn : lfns) {
            if (lfn.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
                throw DataFaultException.unstorable(lfn);
            }
            FileRecord unknown = FileRecord.unknown(lfn);
            FileRecord first = firstWords.getOrDefault(lfn, unknown);
            if (tables.files.get(lfn).isEmpty()) {
                long position = tables.next();
                tables.files.put(lfn, new FileRow(position, first));
                tables.filesByPosition.put(position, lfn);
            }
            files.put(lfn, fileOf(lfn).equals(first) ? unknown : fileOf(lfn));
        }
        return files;
    }

    @Override
    public Map<String, FileRecord> lookAtFiles(Collection<String> lfns) {
        Map<String, FileRecord> files = new TreeMap<>();
        lfns.forEach(lfn -> tables.files.get(lfn).ifPresent(row -> files.put(lfn, fileOf(lfn))));
        return files;
    }

    @Override
    public void saveFiles(Collection<FileRecord> records) {
        for (FileRecord file : records) {
            FileRow row = tables.files
                    .get(file.lfn())
                    .orElseThrow(() -> new IllegalStateException(file.lfn() + " was not locked"));
            tables.files.put(file.lfn(), new FileRow(row.position(), file));
        }
    }

    @Override
    public Map<String, Map<Integer, String>> attachments(Collection<String> lfns) {
        Map<String, Map<Integer, String>> found = new HashMap<>();
        for (String lfn : lfns) {
            for (int id : tables.transformations.all().keySet()) {
                tables.attached.get(new FileOf(id, lfn)).ifPresent(row -> found.computeIfAbsent(
                                lfn, key -> new TreeMap<>())
                        .put(id, row.file().status()));
            }
        }
        return found;
    }

    @Override
    public Map<Integer, LockedTransformation> lockTransformations(SortedSet<Integer> ids) {
        Map<Integer, LockedTransformation> locked = new TreeMap<>();
        for (int id : ids) {
            tables.transformations.get(id).ifPresent(row -> locked.put(id, locked(id, row)));
        }
        return locked;
    }

    private LockedTransformation locked(int id, TransformationRow row) {
        return new LockedTransformation(
                id,
                row.transformation().definition().type(),
                row.transformation().definition().status(),
                tables.lastTask(id),
                row.quarantine().isPresent(),
                pending(id));
    }

    private Set<PendingWork.Kind> pending(int id) {
        return Arrays.stream(PendingWork.Kind.values())
                .filter(kind -> tables.pending.get(new WorkOf(id, kind)).isPresent())
                .collect(Collectors.toSet());
    }

    @Override
    public Map<Integer, Integer> lineages(Collection<Integer> transformationIds) {
        Map<Integer, Integer> lineages = new TreeMap<>();
        transformationIds.forEach(id -> tables.lineages.get(id).ifPresent(depth -> lineages.put(id, depth)));
        return lineages;
    }

    @Override
    public void noteLineages(Map<Integer, Integer> lineages) {
        lineages.forEach(tables.lineages::put);
    }

    @Override
    public void attach(List<Attachment> attachments) {
        for (Attachment attachment : attachments) {
            FileOf key = new FileOf(attachment.transformationId(), attachment.lfn());
            claimDataFile(attachment.lfn());
            boolean gone =
                    tables.transformations.get(attachment.transformationId()).isEmpty();
            if (!gone && tables.attached.get(key).isEmpty()) {
                tables.attached.put(
                        key, new AttachedRow(tables.next(), newRow(attachment), "Unknown", tables.now(), tables.now()));
            }
        }
    }

    private FileInTransformation newRow(Attachment attachment) {
        return new FileInTransformation(
                attachment.transformationId(),
                attachment.lfn(),
                FileStatus.UNUSED,
                0,
                0,
                fileOf(attachment.lfn()).generation(),
                false,
                0);
    }

    private void claimDataFile(String lfn) {
        String key = Tables.keyOfDataFile(lfn);
        String holder = tables.dataFiles.get(key).orElse(lfn);
        if (!holder.equals(lfn)) {
            throw DataFaultException.collision(lfn, holder);
        }
        tables.dataFiles.put(key, lfn);
    }

    @Override
    public Map<TaskKey, Task> lockTasks(SortedSet<TaskKey> keys) {
        Map<TaskKey, Task> tasks = new TreeMap<>();
        keys.forEach(key -> tables.tasks.get(key).ifPresent(row -> tasks.put(key, row.task())));
        return tasks;
    }

    @Override
    public List<FileInTransformation> lockFilesOfTasks(SortedSet<TaskKey> tasks) {
        return tables.attached.all().values().stream()
                .map(AttachedRow::file)
                .filter(row -> tasks.contains(row.task()))
                .toList();
    }

    @Override
    public List<Attachment> endedUnnoticed(int limit) {
        return tables.attached.all().values().stream()
                .map(AttachedRow::file)
                .filter(file -> file.ended() && tables.liveTask(file).isEmpty())
                .limit(limit)
                .map(file -> new Attachment(file.transformationId(), file.lfn()))
                .toList();
    }

    @Override
    public List<FileInTransformation> lockFileRows(Collection<Attachment> pairs) {
        return pairs.stream()
                .distinct()
                .flatMap(pair -> tables.attached.get(new FileOf(pair.transformationId(), pair.lfn())).stream())
                .map(AttachedRow::file)
                .toList();
    }

    @Override
    public void deleteTasks(SortedSet<TaskKey> tasks) {
        tasks.forEach(tables.tasks::remove);
    }

    @Override
    public void saveTasks(Collection<Task> tasks) {
        for (Task task : tasks) {
            TaskRecord row = tables.tasks
                    .get(task.key())
                    .orElseThrow(() -> new IllegalStateException(task.key() + " was not locked"));
            tables.tasks.put(task.key(), row.with(task, tables.now()));
        }
    }

    @Override
    public void saveFileRows(Collection<FileInTransformation> rows) {
        for (FileInTransformation changed : rows) {
            FileOf key = new FileOf(changed.transformationId(), changed.lfn());
            AttachedRow row = tables.attached
                    .get(key)
                    .orElseThrow(() -> new IllegalStateException(key.lfn() + " was not locked"));
            tables.attached.put(key, row.with(changed, tables.now()));
        }
    }

    @Override
    public Set<String> filesToBeFreed(SortedSet<TaskKey> tasks, Collection<String> removed) {
        Set<String> lfns = new TreeSet<>();
        for (TaskRecord task : tables.tasks.all().values()) {
            boolean withdrawn = task.task().status().equals(TaskStatus.CREATED)
                    && task.lfns().stream().anyMatch(removed::contains);
            if (withdrawn || tasks.contains(task.task().key())) {
                lfns.addAll(task.lfns());
            }
        }
        return lfns;
    }

    @Override
    public List<KnownFile> waitingAfter(int transformationId, long position, int limit) {
        return waitingAfter(transformationId, position, limit, row -> true);
    }

    @Override
    public List<KnownFile> unplacedAfter(int transformationId, long position, int limit) {
        return waitingAfter(transformationId, position, limit, row -> tables.places
                .get(new FileOf(transformationId, row.file().lfn()))
                .isEmpty());
    }

    private List<KnownFile> waitingAfter(
            int transformationId, long position, int limit, Predicate<AttachedRow> condition) {
        return tables.inOrder(tables.attachedTo(transformationId)).stream()
                .filter(row -> row.sequence() > position && isGroupable(row) && condition.test(row))
                .limit(limit)
                .map(this::knownFile)
                .toList();
    }

    private KnownFile knownFile(AttachedRow row) {
        Optional<Task> task = tables.liveTask(row.file());
        return new KnownFile(
                row.sequence(),
                row.file().lfn(),
                task.map(live -> live.key().taskId()).orElse(0),
                task.filter(live -> !live.status().equals(TaskStatus.CREATED)).isPresent());
    }

    @Override
    public void place(Collection<Placement> placements) {
        lanes.place(placements);
    }

    @Override
    public Set<Attachment> inLanes(Collection<Attachment> pairs) {
        return pairs.stream()
                .filter(pair -> tables.places
                        .get(new FileOf(pair.transformationId(), pair.lfn()))
                        .isPresent())
                .collect(Collectors.toSet());
    }

    @Override
    public void takeOut(Collection<Attachment> pairs) {
        pairs.forEach(pair -> tables.places.remove(new FileOf(pair.transformationId(), pair.lfn())));
    }

    @Override
    public List<LaneLoad> lanes(Collection<LaneKey> keys) {
        return lanes.loads(keys);
    }

    @Override
    public Map<LaneKey, List<Waiting>> filesInLanes(Map<LaneKey, Integer> most) {
        return lanes.files(most, this::fileOf);
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
        Map<Integer, Instant> settled = new TreeMap<>(since);
        settled.keySet().removeIf(id -> pending(id).stream().anyMatch(PendingWork.Kind::places));
        return lanes.olderThan(settled, limit);
    }

    @Override
    public void waitSince(Map<LaneKey, Instant> since) {
        since.forEach(tables.lanesWaitSince::put);
    }

    @Override
    public List<LaneKey> lanesBeginning(Collection<LaneKey> beginnings) {
        return lanes.beginning(beginnings);
    }

    @Override
    public void endRuns(Collection<Run> runs) {
        runs.forEach(run -> tables.endedRuns.put(keyOf(run), run));
    }

    @Override
    public Set<Run> endedRuns(Collection<Run> runs) {
        return runs.stream()
                .filter(run -> tables.endedRuns.get(keyOf(run)).isPresent())
                .collect(Collectors.toSet());
    }

    private static String keyOf(Run run) {
        return run.key() + '\0' + run.value();
    }

    @Override
    public void leave(int transformationId, PendingWork.Kind kind) {
        tables.leaveWork(transformationId, kind);
    }

    @Override
    public Map<String, Long> filesByUsedSe(int transformationId) {
        return tables.attachedTo(transformationId).stream()
                .filter(row -> row.file().taskId() > 0)
                .collect(Collectors.groupingBy(AttachedRow::usedSe, TreeMap::new, Collectors.counting()));
    }

    @Override
    public List<CreatedTask> createTasks(Map<Integer, List<PlannedTask>> tasksByTransformation) {
        List<CreatedTask> created = new ArrayList<>();
        new TreeMap<>(tasksByTransformation)
                .forEach((id, plans) -> plans.forEach(plan -> {
                    int task = tables.lastTask(id) + 1;
                    TaskKey key = new TaskKey(id, task);
                    tables.tasks.put(
                            key,
                            new TaskRecord(
                                    new Task(key, TaskStatus.CREATED, "0", plan.targetSe()),
                                    tables.now(),
                                    tables.now(),
                                    plan.lfns()));
                    plan.lfns().forEach(lfn -> assign(new FileOf(id, lfn), task, plan.targetSe()));
                    created.add(new CreatedTask(id, task, plan));
                }));
        return created;
    }

    private void assign(FileOf key, int task, String targetSe) {
        tables.places.remove(key);
        AttachedRow row = tables.attached
                .get(key)
                .filter(r -> FileStatus.isGroupable(r.file().status()))
                .orElseThrow(() -> new IllegalStateException(
                        key.lfn() + " does not wait in transformation " + key.transformation()));
        FileInTransformation file = row.file();
        FileInTransformation assigned = new FileInTransformation(
                key.transformation(),
                key.lfn(),
                FileStatus.ASSIGNED,
                file.errorCount(),
                task,
                file.generation(),
                file.ended(),
                file.next());
        tables.attached.put(key, new AttachedRow(row.sequence(), assigned, targetSe, row.attached(), tables.now()));
    }

    @Override
    public void addNotices(List<TaskNotice> notices) {
        notices.forEach(notice -> tables.outbox.put(tables.next(), notice));
    }

    @Override
    public void quarantine(int transformationId, String reason) {
        tables.transformations.get(transformationId).ifPresent(row -> {
            tables.transformations.put(
                    transformationId, new TransformationRow(row.transformation(), Optional.of(reason)));
            tables.log(transformationId, MemoryStore.ENGINE, "Grouping stopped: " + reason);
        });
    }

    @Override
    public void endFlush(int transformationId) {
        tables.transformations
                .get(transformationId)
                .filter(row -> row.transformation().definition().status().equals(TransformationStatus.FLUSH.text()))
                .ifPresent(row -> {
                    tables.transformations.put(
                            transformationId,
                            new TransformationRow(activeAgain(row.transformation()), row.quarantine()));
                    tables.log(transformationId, MemoryStore.ENGINE, "Status updated to Active");
                });
    }

    private Transformation activeAgain(Transformation t) {
        return new Transformation(
                t.id(),
                t.definition().withStatus(TransformationStatus.ACTIVE.text()),
                t.author(),
                t.creationDate(),
                tables.now());
    }

    @Override
    public void advance(PendingWork work, long position) {
        tables.pending.put(
                new WorkOf(work.transformationId(), work.kind()), new Work(position, tables.next(), work.started()));
    }

    @Override
    public void advanceBackfills(Collection<Integer> transformationIds, long position) {
        lockBackfills().stream()
                .filter(work -> transformationIds.contains(work.transformationId()))
                .forEach(work -> advance(work, Math.max(work.position(), position)));
    }

    @Override
    public void finish(PendingWork work) {
        tables.pending.remove(new WorkOf(work.transformationId(), work.kind()));
    }

    static boolean waits(AttachedRow row) {
        return row.file().waits();
    }

    private static boolean isGroupable(AttachedRow row) {
        return FileStatus.isGroupable(row.file().status());
    }

    private FileRecord fileOf(String lfn) {
        return tables.file(lfn);
    }
}
