package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.transformation.FileStatus;
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
            WaitingFigures figures) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
        this.files = files;
        this.dataFiles = dataFiles;
        this.generations = generations;
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

    /** A waiting file and its place in the order of attachment. */
    private record Waiting(FileOf key, LocalDateTime since, WaitingFile file) {
        static final Comparator<Waiting> ORDER =
                Comparator.comparing(Waiting::since).thenComparing(Waiting::key);
    }

    Map<Integer, List<WaitingFile>> waiting(Collection<Integer> transformationIds, boolean withReplicasOnly) {
        files.write();
        String columns = "SELECT tf.TransformationID, tf.FileID, tf.InsertedTime, s.SizeBytes, s.Replicas, ";
        List<Waiting> all = new ArrayList<>(flavour.waiting(
                statements,
                withReplicasOnly
                        ? columns + "s.LFN FROM TransformationFiles tf"
                                + " JOIN SluiceFiles s ON s.FileID = tf.FileID AND s.ReplicaCount > 0"
                        : columns + "d.LFN FROM TransformationFiles tf JOIN DataFiles d ON d.FileID = tf.FileID"
                                + " LEFT JOIN SluiceFiles s ON s.FileID = tf.FileID",
                transformationIds,
                this::read));
        LocalDateTime now = now();
        unwritten.forEach((key, lfn) -> {
            FileRecord file = files.record(lfn);
            boolean grouped = !withReplicasOnly || !file.storageElements().isEmpty();
            if (grouped && transformationIds.contains(key.transformation())) {
                all.add(new Waiting(key, now, new WaitingFile(file.lfn(), file.sizeBytes(), file.storageElements())));
            }
        });
        all.sort(Waiting.ORDER);
        Map<Integer, List<WaitingFile>> waiting = new TreeMap<>();
        all.forEach(one -> waiting.computeIfAbsent(one.key().transformation(), id -> new ArrayList<>())
                .add(one.file()));
        return waiting;
    }

    private Waiting read(ResultSet row) throws SQLException {
        String lfn = row.getString("LFN");
        int id = row.getInt("FileID");
        dataFiles.note(lfn, id);
        Number size = (Number) row.getObject("SizeBytes");
        return new Waiting(
                new FileOf(row.getInt("TransformationID"), id),
                // DIRAC's older rows may lack it.
                Optional.ofNullable(row.getObject("InsertedTime", LocalDateTime.class))
                        .orElse(LocalDateTime.MIN),
                WaitingFile.of(
                        lfn,
                        size == null ? OptionalLong.empty() : OptionalLong.of(size.longValue()),
                        Names.read(row.getString("Replicas"))));
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

    Map<String, Long> byUsedSe(int transformationId) {
        Map<String, Long> counts = new TreeMap<>();
        statements.query(
                "SELECT UsedSE, COUNT(*) AS N FROM TransformationFiles WHERE TransformationID = ? AND TaskID > 0"
                        + " GROUP BY UsedSE",
                row -> counts.put(row.getString("UsedSE"), row.getLong("N")),
                transformationId);
        return counts;
    }

    private LocalDateTime now() {
        return Times.seconds(clock.instant());
    }
}
