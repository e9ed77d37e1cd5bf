package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.TransformationRegistry.AttachedFile;
import org.sluice.engine.store.TransformationRegistry.Counts;
import org.sluice.engine.store.TransformationRegistry.LogEntry;
import org.sluice.engine.store.TransformationRegistry.Progress;
import org.sluice.engine.store.TransformationRegistry.TaskRow;
import org.sluice.engine.store.TransformationRegistry.Unassigned;

/** What the registry tells of transformations without changing them. */
final class RegistryReports {
    private static final String TASKS = "SELECT t.TaskID, t.ExternalStatus, t.ExternalID, t.CreationTime,"
            + " t.LastUpdateTime, i.InputVector,"
            + " COALESCE(w.TargetSE, t.TargetSE) AS Target, f.ExternalID AS WholeID"
            + " FROM TransformationTasks t"
            + " LEFT JOIN SluiceTaskFeedback f"
            + " ON f.TransformationID = t.TransformationID AND f.TaskID = t.TaskID"
            + " LEFT JOIN TaskInputs i ON i.TransformationID = t.TransformationID AND i.TaskID = t.TaskID"
            + " LEFT JOIN SluiceTaskTargets w"
            + " ON w.TransformationID = t.TransformationID AND w.TaskID = t.TaskID"
            + " WHERE t.TransformationID = ?";

    private static final String KNOWN = "SELECT COUNT(*) FROM SluiceFiles f WHERE f.Registered IS NOT NULL";
    private static final String WAITING = "SELECT COUNT(*) FROM TransformationFiles f"
            + " WHERE f.TransformationID = w.TransformationID AND f.Status IN ('Unused', 'ProbInFC')";
    private static final String IN_LANES =
            "SELECT COALESCE(SUM(f.Files), 0) FROM SluiceLanes f WHERE f.TransformationID = w.TransformationID";

    private final Statements statements;
    private final Flavour flavour;

    RegistryReports(Statements statements, Flavour flavour) {
        this.statements = statements;
        this.flavour = flavour;
    }

    List<AttachedFile> files(int id, int limit) {
        return statements.query(
                "SELECT d.LFN, tf.Status, tf.ErrorCount, tf.TaskID, tf.UsedSE, tf.LastUpdate"
                        + " FROM TransformationFiles tf JOIN DataFiles d ON d.FileID = tf.FileID"
                        + " WHERE tf.TransformationID = ? ORDER BY tf.InsertedTime, tf.FileID LIMIT ?",
                row -> new AttachedFile(
                        row.getString("LFN"),
                        text(row, "Status"),
                        row.getInt("ErrorCount"),
                        row.getInt("TaskID"),
                        text(row, "UsedSE"),
                        Times.read(row, "LastUpdate")),
                id,
                limit);
    }

    List<TaskRow> tasks(int id, int limit) {
        return statements.query(TASKS + " ORDER BY t.TaskID LIMIT ?", RegistryReports::task, id, limit);
    }

    Optional<TaskRow> task(int id, int taskId) {
        return statements.query(TASKS + " AND t.TaskID = ?", RegistryReports::task, id, taskId).stream()
                .findFirst();
    }

    private static TaskRow task(ResultSet row) throws SQLException {
        String inputs = text(row, "InputVector");
        return new TaskRow(
                row.getInt("TaskID"),
                text(row, "ExternalStatus"),
                TaskFeedback.externalId(text(row, "ExternalID"), text(row, "WholeID")),
                text(row, "Target"),
                Times.read(row, "CreationTime").orElse(Instant.EPOCH),
                Times.read(row, "LastUpdateTime").orElse(Instant.EPOCH),
                inputs.isEmpty() ? List.of() : List.of(inputs.split(";", -1)));
    }

    Unassigned unassigned(int id, int limit) {
        List<WaitingFile> files = statements.query(
                "SELECT d.LFN, s.SizeBytes, s.Replicas FROM TransformationFiles tf"
                        + " JOIN DataFiles d ON d.FileID = tf.FileID"
                        + " LEFT JOIN SluiceFiles s ON s.LFN = " + flavour.exactly("d.LFN")
                        + " LEFT JOIN SluiceAttachments a"
                        + " ON a.TransformationID = tf.TransformationID AND a.FileID = tf.FileID"
                        + " WHERE tf.TransformationID = ? AND tf.Status IN ('Unused', 'ProbInFC')"
                        + " AND COALESCE(a.Ended, FALSE) = FALSE"
                        + " ORDER BY tf.InsertedTime, tf.FileID LIMIT ?",
                KnownFiles::waiting,
                id,
                // One more than wanted tells whether there are more.
                (long) limit + 1);
        return new Unassigned(
                files.subList(0, Math.min(limit, files.size())),
                files.size() <= limit,
                TargetCounts.inFileRows(statements, id),
                lastTask(id));
    }

    private int lastTask(int id) {
        return statements
                .query(
                        "SELECT MAX(TaskID) AS LastTask FROM TransformationTasks WHERE TransformationID = ?",
                        row -> row.getInt("LastTask"),
                        id)
                .get(0);
    }

    List<Progress> pendingWork() {
        return statements.query(
                "SELECT w.TransformationID, w.Kind, w.Position, w.Started, CASE w.Kind"
                        + " WHEN 'BACKFILL' THEN (" + KNOWN + " AND f.FileKey <= w.Position)"
                        + " WHEN 'GROUP' THEN (" + WAITING + " AND f.FileID <= w.Position)"
                        + " WHEN 'UNPLACED' THEN (" + WAITING + " AND f.FileID <= w.Position)"
                        + " ELSE (" + IN_LANES + " AND f.LaneID <= w.Position) END AS Done, CASE w.Kind"
                        + " WHEN 'BACKFILL' THEN (" + KNOWN + ") WHEN 'GROUP' THEN (" + WAITING + ")"
                        + " WHEN 'UNPLACED' THEN (" + WAITING + ")"
                        + " ELSE (" + IN_LANES + ") END AS Known"
                        + " FROM SluicePendingWork w ORDER BY w.TransformationID, w.Kind",
                row -> new Progress(
                        new PendingWork(
                                row.getInt("TransformationID"),
                                PendingWork.Kind.valueOf(row.getString("Kind")),
                                row.getLong("Position"),
                                Times.read(row, "Started").orElseThrow()),
                        row.getLong("Done"),
                        row.getLong("Known")));
    }

    List<LogEntry> log(int id) {
        return statements.query(
                "SELECT l.MessageDate, l.Author, l.Message, w.Message AS WholeMessage FROM TransformationLog l"
                        + " LEFT JOIN SluiceLogMessages w ON w.RecID = l.recid"
                        + " WHERE l.TransformationID = ? ORDER BY l.recid",
                row -> new LogEntry(
                        Times.read(row, "MessageDate").orElse(Instant.EPOCH),
                        row.getString("Author"),
                        Optional.ofNullable(row.getString("WholeMessage")).orElse(text(row, "Message"))),
                id);
    }

    List<Counts> counts() {
        Map<Integer, Map<String, Long>> files = count("TransformationFiles", "Status");
        Map<Integer, Map<String, Long>> tasks = count("TransformationTasks", "ExternalStatus");
        Map<Integer, Map<String, Long>> targets = count("TransformationTasks", "TargetSE");
        return statements
                .query(
                        "SELECT TransformationID FROM Transformations ORDER BY TransformationID",
                        row -> row.getInt("TransformationID"))
                .stream()
                .map(id -> new Counts(
                        id,
                        files.getOrDefault(id, Map.of()),
                        tasks.getOrDefault(id, Map.of()),
                        targets.getOrDefault(id, Map.of())))
                .toList();
    }

    private Map<Integer, Map<String, Long>> count(String table, String column) {
        Map<Integer, Map<String, Long>> counts = new TreeMap<>();
        statements.query(
                "SELECT TransformationID, " + column + " AS V, COUNT(*) AS N FROM " + table
                        + " GROUP BY TransformationID, " + column,
                row -> counts.computeIfAbsent(row.getInt("TransformationID"), id -> new TreeMap<>())
                        .put(text(row, "V"), row.getLong("N")));
        counts.replaceAll((id, values) -> Collections.unmodifiableMap(values));
        return counts;
    }

    long version() {
        return new RegistryVersion(statements).read();
    }

    /** A client of DIRAC's that deletes a transformation leaves Sluice's row for a while. */
    Map<Integer, String> quarantines() {
        Map<Integer, String> reasons = new TreeMap<>();
        statements.query(
                "SELECT q.TransformationID, q.Quarantine FROM SluiceTransformations q"
                        + " JOIN Transformations t ON t.TransformationID = q.TransformationID"
                        + " WHERE q.Quarantine IS NOT NULL",
                row -> Optional.ofNullable(reasons.put(row.getInt("TransformationID"), row.getString("Quarantine"))));
        return reasons;
    }

    Map<Integer, Integer> lineages(Collection<Integer> ids) {
        return TransformationLocks.lineages(statements, ids);
    }

    Optional<String> quarantine(int id) {
        return statements
                .query(
                        "SELECT Quarantine FROM SluiceTransformations"
                                + " WHERE TransformationID = ? AND Quarantine IS NOT NULL",
                        row -> row.getString("Quarantine"),
                        id)
                .stream()
                .findFirst();
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }
}
