package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.persistence.Attachments.FileOf;
import org.sluice.persistence.Flavour.KeyedTable;
import org.sluice.persistence.Generations.Generation;

/** Rows of {@code TransformationFiles} whose status changes after they were attached. */
final class FileRows {
    private static final KeyedTable IN_A_TASK = table("Status", "ErrorCount", "LastUpdate");
    private static final KeyedTable IN_NO_TASK = table("Status", "ErrorCount", "LastUpdate", "UsedSE", "TaskID");

    private final Statements statements;
    private final Flavour flavour;
    private final Clock clock;
    private final DataFiles dataFiles;
    private final Generations generations;
    private final TargetCounts targets;
    private final WaitingFigures figures;
    private final Map<FileOf, String> statuses = new TreeMap<>();

    FileRows(
            Statements statements,
            Flavour flavour,
            Clock clock,
            DataFiles dataFiles,
            Generations generations,
            TargetCounts targets,
            WaitingFigures figures) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
        this.dataFiles = dataFiles;
        this.generations = generations;
        this.targets = targets;
        this.figures = figures;
    }

    private static KeyedTable table(String... values) {
        List<String> columns = new ArrayList<>(List.of("TransformationID", "FileID"));
        columns.addAll(List.of(values));
        return new KeyedTable("TransformationFiles", columns, 2, "FileID", false);
    }

    List<FileInTransformation> lock(Collection<Attachment> pairs) {
        Map<String, Integer> ids =
                dataFiles.find(pairs.stream().map(Attachment::lfn).distinct().toList());
        Map<FileOf, String> lfns = new TreeMap<>();
        for (Attachment pair : pairs) {
            Optional.ofNullable(ids.get(pair.lfn()))
                    .ifPresent(id -> lfns.put(new FileOf(pair.transformationId(), id), pair.lfn()));
        }
        return lock(lfns);
    }

    /**
     * Finds the files by {@code TransformationFileTasks}, which has an index by task as the files' table has none, and
     * without locks: a join would lock the rows of {@code DataFiles} too, which other transformations' batches want.
     */
    List<FileInTransformation> lockOfTasks(SortedSet<TaskKey> tasks) {
        Map<FileOf, String> lfns = new TreeMap<>();
        statements.queryKeys(
                "SELECT k.TransformationID, k.FileID, d.LFN FROM TransformationFileTasks k"
                        + " JOIN DataFiles d ON d.FileID = k.FileID WHERE %s",
                List.of("k.TransformationID", "k.TaskID"),
                TaskFeedback.rows(tasks),
                row -> Optional.ofNullable(lfns.put(key(row), row.getString("LFN"))));
        return lock(lfns).stream().filter(row -> tasks.contains(row.task())).toList();
    }

    List<Attachment> endedUnnoticed(int limit) {
        return statements.query(
                "SELECT f.TransformationID, d.LFN FROM SluiceAttachments a JOIN TransformationFiles f"
                        + " ON f.TransformationID = a.TransformationID AND f.FileID = a.FileID"
                        + " JOIN DataFiles d ON d.FileID = a.FileID" + TaskFeedback.joinLive(flavour, "f")
                        + " WHERE a.Ended = TRUE AND k.TaskID IS NULL LIMIT ?",
                row -> new Attachment(row.getInt("TransformationID"), row.getString("LFN")),
                limit);
    }

    private List<FileInTransformation> lock(Map<FileOf, String> lfns) {
        lfns.forEach((key, lfn) -> dataFiles.note(lfn, key.file()));
        Map<FileOf, Generation> found = generations.read(lfns.keySet());
        return statements.queryKeys(
                "SELECT TransformationID, FileID, Status, ErrorCount, TaskID FROM TransformationFiles"
                        + flavour.byIndex("PRIMARY") + " WHERE %s ORDER BY TransformationID, FileID FOR UPDATE",
                List.of("TransformationID", "FileID"),
                lfns.keySet().stream()
                        .map(key -> Statements.row(key.transformation(), key.file()))
                        .toList(),
                row -> {
                    Generation generation = found.getOrDefault(key(row), Generation.FIRST);
                    statuses.put(
                            key(row),
                            Optional.ofNullable(row.getString("Status")).orElse(""));
                    return new FileInTransformation(
                            row.getInt("TransformationID"),
                            Optional.ofNullable(lfns.get(key(row))).orElseThrow(),
                            Optional.ofNullable(row.getString("Status")).orElse(""),
                            row.getInt("ErrorCount"),
                            row.getInt("TaskID"),
                            generation.number(),
                            generation.ended(),
                            generation.next());
                });
    }

    private static FileOf key(ResultSet row) throws SQLException {
        return new FileOf(row.getInt("TransformationID"), row.getInt("FileID"));
    }

    void save(Collection<FileInTransformation> rows) {
        LocalDateTime now = Times.seconds(clock.instant());
        Map<String, Integer> ids =
                dataFiles.find(rows.stream().map(FileInTransformation::lfn).toList());
        Map<FileOf, Generation> changed = new TreeMap<>();
        List<Object[]> inTask = Statements.rows();
        List<Object[]> inNone = Statements.rows();
        for (FileInTransformation row : rows) {
            int transformation = row.transformationId();
            int file = Optional.ofNullable(ids.get(row.lfn())).orElseThrow();
            FileOf key = new FileOf(transformation, file);
            changed.put(key, new Generation(row.generation(), row.ended(), row.next()));
            figures.changes(
                    key, Optional.ofNullable(statuses.put(key, row.status())).orElse(""), row.status());
            if (row.taskId() > 0) {
                inTask.add(Statements.row(transformation, file, row.status(), row.errorCount(), now));
            } else {
                inNone.add(Statements.row(transformation, file, row.status(), row.errorCount(), now, "Unknown", null));
            }
        }
        targets.taken(inNone);
        flavour.update(statements, IN_A_TASK, inTask);
        flavour.update(statements, IN_NO_TASK, inNone);
        generations.save(changed);
    }
}
