package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.persistence.Attachments.FileOf;
import org.sluice.persistence.Flavour.KeyedTable;

/** Rows of {@code TransformationFiles} whose status changes after they were attached. */
final class FileRows {
    private static final KeyedTable TABLE = new KeyedTable(
            "TransformationFiles",
            List.of("TransformationID", "FileID", "Status", "ErrorCount", "LastUpdate"),
            2,
            "FileID",
            false);

    private final Statements statements;
    private final Flavour flavour;
    private final Clock clock;
    private final DataFiles dataFiles;

    FileRows(Statements statements, Flavour flavour, Clock clock, DataFiles dataFiles) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
        this.dataFiles = dataFiles;
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

    private List<FileInTransformation> lock(Map<FileOf, String> lfns) {
        lfns.forEach((key, lfn) -> dataFiles.note(lfn, key.file()));
        return statements.queryKeys(
                "SELECT TransformationID, FileID, Status, ErrorCount, TaskID FROM TransformationFiles"
                        + " WHERE %s ORDER BY TransformationID, FileID FOR UPDATE",
                List.of("TransformationID", "FileID"),
                lfns.keySet().stream()
                        .map(key -> Statements.row(key.transformation(), key.file()))
                        .toList(),
                row -> new FileInTransformation(
                        row.getInt("TransformationID"),
                        Optional.ofNullable(lfns.get(key(row))).orElseThrow(),
                        Optional.ofNullable(row.getString("Status")).orElse(""),
                        row.getInt("ErrorCount"),
                        row.getInt("TaskID")));
    }

    private static FileOf key(ResultSet row) throws SQLException {
        return new FileOf(row.getInt("TransformationID"), row.getInt("FileID"));
    }

    void save(Collection<FileInTransformation> rows) {
        LocalDateTime now = Times.seconds(clock.instant());
        Map<String, Integer> ids =
                dataFiles.find(rows.stream().map(FileInTransformation::lfn).toList());
        flavour.update(
                statements,
                TABLE,
                rows.stream()
                        .map(row -> Statements.row(
                                row.transformationId(),
                                Optional.ofNullable(ids.get(row.lfn())).orElseThrow(),
                                row.status(),
                                row.errorCount(),
                                now))
                        .toList());
    }
}
