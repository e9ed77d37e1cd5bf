package org.sluice.engine.store.memory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.store.DirectoryWork;
import org.sluice.engine.store.JournalEntry;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.TaskNotice;
import org.sluice.engine.store.TransformationRegistry.LogEntry;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Task;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.TaskStatus;
import org.sluice.engine.transformation.Transformation;

/** All that the store holds; whoever touches it holds the store's lock. */
final class Tables {
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Clock clock;
    private long sequence;

    final Rows<String, FileRow> files = new Rows<>(undo);
    final Rows<Long, String> filesByPosition = new Rows<>(undo);
    /** DIRAC's table compares LFNs without regard to letter case: such a key to the LFN that has it. */
    final Rows<String, String> dataFiles = new Rows<>(undo);

    final Rows<String, DirectoryRecord> directories = new Rows<>(undo);
    final Rows<Long, DirectoryWork> directoryWork = new Rows<>(undo);
    final Rows<String, JournalRow> journal = new Rows<>(undo);
    final Rows<Integer, TransformationRow> transformations = new Rows<>(undo);
    final Rows<FileOf, AttachedRow> attached = new Rows<>(undo);
    final Rows<TaskKey, TaskRecord> tasks = new Rows<>(undo);
    final Rows<LineOf, LogEntry> log = new Rows<>(undo);
    final Rows<WorkOf, Work> pending = new Rows<>(undo);
    final Rows<Long, TaskNotice> outbox = new Rows<>(undo);
    final Rows<Integer, Integer> lineages = new Rows<>(undo);
    final Rows<FileOf, Place> places = new Rows<>(undo);
    final Rows<LaneKey, Long> lanePositions = new Rows<>(undo);
    final Rows<LaneKey, Instant> lanesWaitSince = new Rows<>(undo);
    final Rows<String, Run> endedRuns = new Rows<>(undo);
    /** The version at which each transformation was changed last, also those that are gone. */
    final Rows<Integer, Long> changes = new Rows<>(undo);

    private final Rows<String, Long> version = new Rows<>(undo);

    Tables(Clock clock) {
        this.clock = clock;
    }

    void commit() {
        undo.clear();
    }

    void rollback() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    /** A number above all that were given before. */
    long next() {
        return ++sequence;
    }

    /** The time as DIRAC's columns hold it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    long version() {
        return version.get("").orElse(0L);
    }

    void changed(int transformation) {
        version.put("", version() + 1);
        changes.put(transformation, version());
    }

    void log(int transformation, String author, String message) {
        log.put(new LineOf(transformation, next()), new LogEntry(now(), author, message));
    }

    void leaveWork(int transformation, PendingWork.Kind kind) {
        pending.put(new WorkOf(transformation, kind), new Work(0, next(), clock.instant()));
    }

    Collection<AttachedRow> attachedTo(int transformation) {
        return attached.all()
                .subMap(new FileOf(transformation, ""), true, new FileOf(transformation + 1, ""), false)
                .values();
    }

    /** What is known of a file. */
    FileRecord file(String lfn) {
        return files.get(lfn).map(FileRow::file).orElseGet(() -> FileRecord.unknown(lfn));
    }

    List<AttachedRow> inOrder(Collection<AttachedRow> rows) {
        return rows.stream()
                .sorted(Comparator.comparingLong(AttachedRow::sequence))
                .toList();
    }

    Collection<TaskRecord> tasksOf(int transformation) {
        return tasks.all()
                .subMap(new TaskKey(transformation, 0), true, new TaskKey(transformation + 1, 0), false)
                .values();
    }

    /** The task that a file was put into last, if that may still work on it. */
    Optional<Task> liveTask(FileInTransformation file) {
        return tasks.get(file.task()).map(TaskRecord::task).filter(task -> TaskStatus.isLive(task.status()));
    }

    int lastTask(int transformation) {
        TaskKey last = tasks.all().lowerKey(new TaskKey(transformation + 1, 0));
        return last == null || last.transformationId() != transformation ? 0 : last.taskId();
    }

    static String keyOfDataFile(String lfn) {
        return lfn.toLowerCase(Locale.ROOT);
    }

    record FileRow(long position, FileRecord file) {}

    record JournalRow(JournalEntry entry, Optional<String> remark) {}

    record TransformationRow(Transformation transformation, Optional<String> quarantine) {}

    record AttachedRow(long sequence, FileInTransformation file, String usedSe, Instant attached, Instant lastUpdate) {
        AttachedRow with(FileInTransformation changed, Instant now) {
            return new AttachedRow(sequence, changed, changed.taskId() == 0 ? "Unknown" : usedSe, attached, now);
        }
    }

    /** Where a file waits. */
    record Place(SortedSet<String> lanes, long bytes) {}

    record TaskRecord(Task task, Instant created, Instant lastUpdate, List<String> lfns) {
        TaskRecord with(Task changed, Instant now) {
            return new TaskRecord(changed, created, now, lfns);
        }
    }

    record Work(long position, long sequence, Instant started) {}

    record FileOf(int transformation, String lfn) implements Comparable<FileOf> {
        @Override
        public int compareTo(FileOf other) {
            int byTransformation = Integer.compare(transformation, other.transformation);
            return byTransformation == 0 ? lfn.compareTo(other.lfn) : byTransformation;
        }
    }

    record LineOf(int transformation, long sequence) implements Comparable<LineOf> {
        @Override
        public int compareTo(LineOf other) {
            int byTransformation = Integer.compare(transformation, other.transformation);
            return byTransformation == 0 ? Long.compare(sequence, other.sequence) : byTransformation;
        }
    }

    record WorkOf(int transformation, PendingWork.Kind kind) implements Comparable<WorkOf> {
        @Override
        public int compareTo(WorkOf other) {
            int byTransformation = Integer.compare(transformation, other.transformation);
            return byTransformation == 0 ? kind.compareTo(other.kind) : byTransformation;
        }
    }
}
