package org.sluice.engine.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.store.FileLookup.PlacedFile;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Task;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.Transformation;

/**
 * What a batch of events does to the store. Every method works on many at once, so that the number of statements does
 * not grow with the number of events or transformations.
 *
 * <p>Locks are taken in the order of the methods here, each in sorted order within itself, and kept to the end of the
 * transaction; callers keep this order. Used by one thread, within {@link TriggerStore#inTransaction} only.
 */
public interface TriggerTransaction {
    /** A version before every change. */
    long BEFORE_ALL = -1;

    /**
     * The version of all filters and statuses. It does not change before the end of this transaction: a change waits
     * for the transactions that hold it, and is seen by all later ones.
     */
    long registryVersion();

    /**
     * The transformations that changed after an earlier version, by id: as they are now where they take files or make
     * tasks and can be read, and empty otherwise.
     *
     * @param version what {@link #registryVersion} said to an earlier transaction, or {@link #BEFORE_ALL} for all that take
     *     files or make tasks
     * @return empty where it is not noted what changed, so that all are to be read anew; never for {@link #BEFORE_ALL}
     */
    Optional<Map<Integer, Optional<Transformation>>> transformationsSince(long version);

    /**
     * A piece of work that was left for the engine, locked for this transaction; one that another engine works on is
     * passed over.
     */
    Optional<PendingWork> lockPendingWork();

    /**
     * The backfills that were left for the engine, locked for this transaction, in the order of how far they have come;
     * those that another engine works on are passed over.
     */
    List<PendingWork> lockBackfills();

    /**
     * Records events in the journal.
     *
     * @return the ids that the journal did not know; the others were handled before, and have no effect again
     */
    Set<String> recordEvents(Collection<JournalEntry> entries);

    /** Adds to journal rows of this transaction why a value in the event was not understood: event id to a sentence. */
    void remark(Map<String, String> remarksByEventId);

    /** What is known of directories, and the work that their changes leave. */
    Directories directories();

    /**
     * The registered files after a position, in the order of first mention, as they were committed last, without locks. Of
     * a row that cannot be read nothing but the LFN is told, and the log says why.
     */
    List<PlacedFile> filesAfter(long position, int limit);

    /**
     * What is known of these files; unknown ones get a row first, so that two transactions never work on one file at
     * the same time.
     *
     * @param firstWords what is stored of those of the files of which nothing is known: the same as to save it, but with one
     *     writing less. Of these files, and of those whose record says just this already, it is told that nothing is known;
     *     so it must be harmless to hear them again, which a removal is not
     * @throws DataFaultException {@code LFN_UNSTORABLE} for an LFN that the tables cannot hold
     */
    Map<String, FileRecord> lockFiles(SortedSet<String> lfns, Map<String, FileRecord> firstWords);

    /** What is known of these files; see {@link #lockFiles(SortedSet, Map)}. */
    default Map<String, FileRecord> lockFiles(SortedSet<String> lfns) {
        return lockFiles(lfns, Map.of());
    }

    /** What is known of these files: as this transaction left it where it locked them, else as it was committed last. */
    Map<String, FileRecord> lookAtFiles(Collection<String> lfns);

    /** Stores records whose rows were locked. */
    void saveFiles(Collection<FileRecord> records);

    /**
     * Files that may come to wait again by the end of these tasks, or by the removal of these files from tasks that are
     * {@code Created}; read without locks, so that they can be locked with the others.
     */
    Set<String> filesToBeFreed(SortedSet<TaskKey> tasks, Collection<String> removed);

    /** Files of a transformation that can be grouped ({@code Unused} or {@code ProbInFC}), after a position; not locked. */
    List<KnownFile> waitingAfter(int transformationId, long position, int limit);

    /** Those of them that wait in no lane. */
    List<KnownFile> unplacedAfter(int transformationId, long position, int limit);

    /** The lanes of a transformation after a position in which files wait that were attached by then; not locked. */
    List<LaneLoad> lanesAfter(int transformationId, long position, Instant attachedBy, int limit);

    /** One file of each of these lanes that has any; not locked. */
    Map<LaneKey, String> oneFileOf(Collection<LaneKey> lanes);

    /**
     * Lanes whose files have waited since a time or longer; not locked, and perhaps told of wrongly. Those of
     * transformations are left out whose files are just being placed.
     *
     * @param since by transformation
     * @param limit how many lanes at most
     */
    List<LaneKey> lanesOlderThan(Map<Integer, Instant> since, int limit);

    /** The lanes whose names begin with these; of locked transformations. */
    List<LaneKey> lanesBeginning(Collection<LaneKey> beginnings);

    /** Which transformations have these files already, and with what status: LFN to transformation to status. */
    Map<String, Map<Integer, String>> attachments(Collection<String> lfns);

    /**
     * Files whose generation ended, or that were set back, while a task worked on them, and whose task is over or gone: no event told of that.
     * Without locks.
     */
    List<Attachment> endedUnnoticed(int limit);

    /** Locks these transformations, so that grouping and task numbers are this transaction's alone. Unknown ids are left out. */
    Map<Integer, LockedTransformation> lockTransformations(SortedSet<Integer> ids);

    /**
     * How many transformations, one after another, lie before the files that these transformations were given, at most;
     * not locked. Those of which nothing is known are left out.
     */
    Map<Integer, Integer> lineages(Collection<Integer> transformationIds);

    /** Notes that of locked transformations; it begins anew with 0 when a person sets a status that makes tasks. */
    void noteLineages(Map<Integer, Integer> lineages);

    /**
     * Gives locked files, in their present generation, to transformations with status {@code Unused}, in this order. A
     * pair that is there already stays as it is.
     *
     * @throws DataFaultException {@code LFN_COLLISION} for an LFN that the table takes for another file's
     */
    void attach(List<Attachment> attachments);

    /** Locks tasks of locked transformations; those that are not there are left out. */
    Map<TaskKey, Task> lockTasks(SortedSet<TaskKey> keys);

    /** Locks the rows of files in locked transformations; pairs that have none are left out. */
    List<FileInTransformation> lockFileRows(Collection<Attachment> pairs);

    /** Locks the rows of the files whose last task is one of these, which are locked; in the order of their keys. */
    List<FileInTransformation> lockFilesOfTasks(SortedSet<TaskKey> tasks);

    /** Stores the status and the external id of locked tasks, and which events said them. */
    void saveTasks(Collection<Task> tasks);

    /** Removes locked tasks with all that was written of them; rows of files that name them are the caller's affair. */
    void deleteTasks(SortedSet<TaskKey> tasks);

    /** Stores locked rows of files; without a task, a row has no storage element in use either. */
    void saveFileRows(Collection<FileInTransformation> rows);

    /**
     * Says where files of locked transformations wait, in place of what was said before. Only files that have a row in the
     * transformation, with a status that can be grouped, are kept; those that {@link #createTasks} takes leave by themselves.
     */
    void place(Collection<Placement> placements);

    /** Those of these files in transformations that are in a lane, whatever their status; not locked. */
    Set<Attachment> inLanes(Collection<Attachment> pairs);

    /**
     * Takes files out of the lanes of locked transformations that wait no more, because another client gave them another status.
     * Should that be taken back, they are found as files that wait in no lane.
     */
    void takeOut(Collection<Attachment> pairs);

    /** How much waits in lanes of locked transformations; empty lanes are left out. */
    List<LaneLoad> lanes(Collection<LaneKey> keys);

    /**
     * The files that wait in lanes of locked transformations, in the order in which they were attached. Files that wait no
     * more, because another client changed them, are left out, and leave the lane.
     *
     * @param most how many at most, by lane
     */
    Map<LaneKey, List<Waiting>> filesInLanes(Map<LaneKey, Integer> most);

    /** Says since when a lane's files wait that are to be asked for by {@link #lanesOlderThan} again. */
    void waitSince(Map<LaneKey, Instant> since);

    /** How many files of a transformation were given to each target so far. */
    Map<String, Long> filesByUsedSe(int transformationId);

    /**
     * Makes tasks, status {@code Created}, and marks their files {@code Assigned}.
     *
     * @param tasksByTransformation tasks of locked transformations, each in creation order
     * @return the tasks with the numbers that the database gave them
     */
    List<CreatedTask> createTasks(Map<Integer, List<PlannedTask>> tasksByTransformation);

    /** Puts notices into the outbox, to be sent after the commit. */
    void addNotices(List<TaskNotice> notices);

    /** Stops the grouping of a locked transformation until a person releases it; logged with the reason. */
    void quarantine(int transformationId, String reason);

    /** Ends the flush of a locked transformation: back to {@code Active}, if it still is in {@code Flush}. */
    void endFlush(int transformationId);

    /** Notes that no more files of these runs will come. */
    void endRuns(Collection<Run> runs);

    /** Those of these runs that have ended. */
    Set<Run> endedRuns(Collection<Run> runs);

    /** Leaves a piece of work to be begun; one that is there already begins anew. */
    void leave(int transformationId, PendingWork.Kind kind);

    /** Notes how far a piece of work has come. */
    void advance(PendingWork work, long position);

    /** Notes that the backfills of these transformations, where they had not come so far, have come to this position. */
    void advanceBackfills(Collection<Integer> transformationIds, long position);

    /** Strikes a piece of work off. */
    void finish(PendingWork work);
}
