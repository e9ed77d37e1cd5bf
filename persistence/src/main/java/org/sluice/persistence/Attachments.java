package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.KnownFile;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.engine.transformation.TaskStatus;
import org.sluice.persistence.Flavour.KeyedTable;
import org.sluice.persistence.Generations.Generation;

/**
 * {@code TransformationFiles}: which file is in which transformation. New rows are kept until {@link #write}: most of
 * them are put into a task by the same transaction, and are then written once, with the task, instead of twice.
 */
final class Attachments {
    private static final KeyedTable TABLE = new KeyedTable(
            "TransformationFiles",
            List.of("TransformationID", "FileID", "Status", "LastUpdate", "InsertedTime"),
            2,
            "FileID",
            false);

    private final Statements statements;
    private final Flavour flavour;
    private final Clock clock;
    private final KnownFiles files;
    private final DataFiles dataFiles;
    private final Generations generations;
    private final TargetCounts targets;
    private final WaitingFigures figures;
    private final Map<FileOf, String> unwritten = new TreeMap<>();
    private final Map<String, Set<Integer>> transformationsByLfn = new HashMap<>();

    Attachments(
            Statements statements,
            Flavour flavour,
            Clock clock,
            KnownFiles files,
            DataFiles dataFiles,
            Generations generations,
            TargetCounts targets,
            WaitingFigures figures) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
        this.files = files;
        this.dataFiles = dataFiles;
        this.generations = generations;
        this.targets = targets;
        this.figures = figures;
    }

    /** The key of a row, in the order of the primary key. */
    record FileOf(int transformation, int file) implements Comparable<FileOf> {
        private static final Comparator<FileOf> ORDER =
                Comparator.comparingInt(FileOf::transformation).thenComparingInt(FileOf::file);

        @Override
        public int compareTo(FileOf other) {
            return ORDER.compare(this, other);
        }
    }

    Map<String, Map<Integer, String>> of(Collection<String> lfns) {
        Map<Integer, String> lfnsById = new TreeMap<>();
        dataFiles.find(lfns).forEach((lfn, id) -> lfnsById.put(id, lfn));
        Map<String, Map<Integer, String>> found = new HashMap<>();
        statements.queryIn(
                "SELECT FileID, TransformationID, Status FROM TransformationFiles WHERE FileID IN (%s)",
                lfnsById.keySet(), row -> found.computeIfAbsent(
                                Optional.ofNullable(lfnsById.get(row.getInt("FileID")))
                                        .orElseThrow(),
                                lfn -> new TreeMap<>())
                        .put(row.getInt("TransformationID"), row.getString("Status")));
        unwritten.forEach((key, unwrittenLfn) -> {
            if (lfnsById.containsKey(key.file())) {
                found.computeIfAbsent(unwrittenLfn, lfn -> new TreeMap<>())
                        .put(key.transformation(), FileStatus.UNUSED);
            }
        });
        lfns.forEach(lfn -> transformationsByLfn.put(
                lfn, Set.copyOf(found.getOrDefault(lfn, Map.of()).keySet())));
        return found;
    }

    void attach(List<Attachment> attachments) {
        if (attachments.isEmpty()) {
            return;
        }
        Set<Integer> transformations = lockTransformations(attachments);
        Set<String> lfns = new LinkedHashSet<>();
        attachments.forEach(attachment -> lfns.add(attachment.lfn()));
        Map<String, Integer> ids = dataFiles.findOrCreate(lfns);
        lfns.removeAll(transformationsByLfn.keySet());
        if (!lfns.isEmpty()) {
            of(lfns);
        }
        Map<FileOf, Generation> begun = new TreeMap<>();
        for (Attachment attachment : attachments) {
            int transformation = attachment.transformationId();
            Set<Integer> before = transformationsByLfn.getOrDefault(attachment.lfn(), Set.of());
            if (transformations.contains(transformation) && !before.contains(transformation)) {
                FileOf key = new FileOf(transformation, ids.getOrDefault(attachment.lfn(), 0));
                unwritten.put(key, attachment.lfn());
                begun.put(key, new Generation(files.record(attachment.lfn()).generation(), false, 0));
            }
        }
        generations.save(begun);
    }

    /** Inserting a file row locks its transformation's row shared in any case; done first, it also says which are gone. */
    private Set<Integer> lockTransformations(List<Attachment> attachments) {
        Set<Integer> ids = new TreeSet<>();
        attachments.forEach(attachment -> ids.add(attachment.transformationId()));
        return new HashSet<>(statements.queryIn(
                "SELECT TransformationID FROM Transformations WHERE TransformationID IN (%s) ORDER BY TransformationID"
                        + flavour.shareLock(),
                ids,
                row -> row.getInt("TransformationID")));
    }

    /** Whether a row was made by this transaction and is not written yet. */
    boolean isUnwritten(FileOf key) {
        return unwritten.containsKey(key);
    }

    List<KnownFile> waitingAfter(int transformation, long position, int limit) {
        return waitingAfter(transformation, position, limit, "");
    }

    List<KnownFile> unplacedAfter(int transformation, long position, int limit) {
        return waitingAfter(
                transformation,
                position,
                limit,
                " AND NOT EXISTS (SELECT 1 FROM SluiceLaneFiles w"
                        + " WHERE w.TransformationID = tf.TransformationID AND w.FileID = tf.FileID)");
    }

    private List<KnownFile> waitingAfter(int transformation, long position, int limit, String condition) {
        String some = "(SELECT tf.FileID, d.LFN, k.TaskID, k.ExternalStatus FROM TransformationFiles tf"
                + flavour.notByPrimaryKey()
                + " JOIN DataFiles d ON d.FileID = tf.FileID" + TaskFeedback.joinLive(flavour, "tf")
                + " WHERE tf.TransformationID = ? AND tf.Status = ? AND tf.FileID > ?" + condition
                + " ORDER BY tf.FileID LIMIT ?)";
        return statements.query(
                some + " UNION ALL " + some + " ORDER BY FileID LIMIT ?",
                Attachments::knownFile,
                transformation,
                FileStatus.UNUSED,
                position,
                limit,
                transformation,
                FileStatus.PROB_IN_FC,
                position,
                limit,
                limit);
    }

    private static KnownFile knownFile(ResultSet row) throws SQLException {
        int task = row.getInt("TaskID");
        return new KnownFile(
                row.getLong("FileID"),
                row.getString("LFN"),
                task,
                task > 0 && !TaskStatus.CREATED.equals(row.getString("ExternalStatus")));
    }

    /** A file that a new task takes. */
    record Assignment(FileOf key, int task, String target) {}

    /** Marks files as given to tasks, whether their rows are written yet or not. */
    void assign(List<Assignment> assignments) {
        LocalDateTime now = now();
        List<Object[]> fresh = Statements.rows();
        List<Object[]> waiting = Statements.rows();
        for (Assignment a : assignments) {
            boolean isFresh = unwritten.remove(a.key()) != null;
            if (!isFresh) {
                figures.ends(a.key());
            }
            (isFresh ? fresh : waiting)
                    .add(Statements.row(
                            a.key().transformation(),
                            a.key().file(),
                            FileStatus.ASSIGNED,
                            a.task(),
                            a.target(),
                            now,
                            now));
        }
        targets.given(assignments, waiting);
        flavour.assign(statements, fresh, waiting);
    }

    /** Writes the new rows that are in no task. */
    void write() {
        LocalDateTime now = now();
        List<Object[]> rows = Statements.rows();
        unwritten
                .keySet()
                .forEach(
                        key -> rows.add(Statements.row(key.transformation(), key.file(), FileStatus.UNUSED, now, now)));
        unwritten.keySet().forEach(figures::begins);
        unwritten.clear();
        flavour.insertMissing(statements, TABLE, rows);
    }

    private LocalDateTime now() {
        return Times.seconds(clock.instant());
    }
}
