package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.file.Stamp;
import org.sluice.engine.transformation.Task;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.TaskStatus;
import org.sluice.persistence.Flavour.KeyedTable;

/**
 * What is told of tasks: {@code TransformationTasks}, and {@code SluiceTaskFeedback}, which keeps the events that said
 * it, and external ids that DIRAC's column does not hold.
 */
final class TaskFeedback {
    static final List<String> KEY = List.of("TransformationID", "TaskID");
    private static final String OVER =
            TaskStatus.over().stream().sorted().collect(Collectors.joining("', '", "('", "')"));

    private static final int EXTERNAL_ID_WIDTH = 16;
    private static final KeyedTable TASKS = new KeyedTable(
            "TransformationTasks",
            List.of("TransformationID", "TaskID", "ExternalStatus", "ExternalID", "LastUpdateTime"),
            2,
            "TaskID",
            false);
    private static final KeyedTable FEEDBACK = new KeyedTable(
            "SluiceTaskFeedback",
            List.of(
                    "TransformationID",
                    "TaskID",
                    "StatusTime",
                    "StatusEvent",
                    "ExternalIDTime",
                    "ExternalIDEvent",
                    "ExternalID"),
            2,
            "TaskID",
            false);

    private final Statements statements;
    private final Flavour flavour;
    private final Clock clock;

    TaskFeedback(Statements statements, Flavour flavour, Clock clock) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
    }

    /**
     * The condition that a row of {@code TransformationTasks}, called {@code k}, may still work on its files. The column may be
     * NULL, which says no more than an unknown status does.
     */
    static String isLive(Flavour flavour) {
        return flavour.exactly("COALESCE(k.ExternalStatus, '')") + " NOT IN " + OVER;
    }

    /** Joins to a row of {@code TransformationFiles} the task that it was put into last, if that may still work on it. */
    static String joinLive(Flavour flavour, String files) {
        return " LEFT JOIN TransformationTasks k ON k.TransformationID = " + files + ".TransformationID AND k.TaskID = "
                + files + ".TaskID AND " + isLive(flavour);
    }

    Map<TaskKey, Task> lock(SortedSet<TaskKey> keys) {
        List<Object[]> rows = rows(keys);
        Map<TaskKey, Task> tasks = new TreeMap<>();
        // The row beside it is read apart: a join would lock it too.
        statements.queryKeys(
                "SELECT t.TransformationID, t.TaskID, t.ExternalStatus, t.ExternalID, t.TargetSE,"
                        + " (SELECT w.TargetSE FROM SluiceTaskTargets w WHERE w.TransformationID = t.TransformationID"
                        + " AND w.TaskID = t.TaskID) AS WholeTarget FROM TransformationTasks t"
                        + flavour.byIndex("PRIMARY") + " WHERE %s ORDER BY t.TransformationID, t.TaskID FOR UPDATE",
                List.of("t.TransformationID", "t.TaskID"),
                rows,
                row -> tasks.put(key(row), task(row)));
        statements.queryKeys(
                "SELECT " + FEEDBACK.columnList() + " FROM SluiceTaskFeedback WHERE %s", KEY, rows, row -> {
                    Told told = Told.read(row);
                    return Optional.ofNullable(tasks.computeIfPresent(key(row), (key, task) -> told.about(task)));
                });
        return tasks;
    }

    static List<Object[]> rows(Collection<TaskKey> keys) {
        return keys.stream()
                .map(key -> Statements.row(key.transformationId(), key.taskId()))
                .toList();
    }

    /**
     * Reads without locks. Tasks of removed files are found by the files' rows, which have an index by file, where that of
     * {@code TransformationFileTasks} begins with the transformation.
     */
    Set<String> filesToBeFreed(SortedSet<TaskKey> ending, Collection<String> removed) {
        SortedSet<TaskKey> tasks = new TreeSet<>(ending);
        tasks.addAll(statements.queryIn(
                "SELECT t.TransformationID, t.TaskID FROM DataFiles d JOIN TransformationFiles f ON f.FileID = d.FileID"
                        + " JOIN TransformationTasks t ON t.TransformationID = f.TransformationID AND t.TaskID = f.TaskID"
                        + " WHERE d.LFN IN (%s) AND t.ExternalStatus = '" + TaskStatus.CREATED + "'",
                removed,
                TaskFeedback::key));
        return new TreeSet<>(statements.queryKeys(
                "SELECT d.LFN FROM TransformationFileTasks k JOIN DataFiles d ON d.FileID = k.FileID WHERE %s",
                List.of("k.TransformationID", "k.TaskID"), rows(tasks), row -> row.getString("LFN")));
    }

    private static TaskKey key(ResultSet row) throws SQLException {
        return new TaskKey(row.getInt("TransformationID"), row.getInt("TaskID"));
    }

    private static Task task(ResultSet row) throws SQLException {
        return new Task(
                key(row),
                text(row, "ExternalStatus"),
                text(row, "ExternalID"),
                Optional.ofNullable(row.getString("WholeTarget")).orElse(text(row, "TargetSE")));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }

    /** What a row of {@code SluiceTaskFeedback} adds to the task. */
    private record Told(Optional<Stamp> status, Optional<Stamp> externalId, String wholeExternalId) {
        static Told read(ResultSet row) throws SQLException {
            return new Told(
                    stamp(row, "StatusTime", "StatusEvent"),
                    stamp(row, "ExternalIDTime", "ExternalIDEvent"),
                    text(row, "ExternalID"));
        }

        private static Optional<Stamp> stamp(ResultSet row, String time, String event) throws SQLException {
            String id = text(row, event);
            return Times.read(row, time).map(said -> new Stamp(said, id));
        }

        Task about(Task task) {
            return new Task(
                    task.key(),
                    task.status(),
                    TaskFeedback.externalId(task.externalId(), wholeExternalId),
                    task.targetSe(),
                    status,
                    externalId);
        }
    }

    /** The whole external id, where the column still has what was cut of it: DIRAC's clients may have given another. */
    static String externalId(String column, String whole) {
        return Narrow.text(whole, EXTERNAL_ID_WIDTH).equals(column) ? whole : column;
    }

    /** Deletes tasks, first what refers to them. */
    void delete(SortedSet<TaskKey> keys) {
        List<Object[]> rows = rows(keys);
        for (String table : List.of(
                "TransformationFileTasks",
                "TaskInputs",
                "SluiceTaskTargets",
                "SluiceTaskFeedback",
                "TransformationTasks")) {
            statements.updateKeys("DELETE FROM " + table + " WHERE %s", KEY, rows);
        }
    }

    void save(Collection<Task> tasks) {
        LocalDateTime now = Times.seconds(clock.instant());
        List<Object[]> changes = Statements.rows();
        List<Object[]> told = Statements.rows();
        for (Task task : tasks) {
            int transformation = task.key().transformationId();
            int number = task.key().taskId();
            String narrowId = Narrow.text(task.externalId(), EXTERNAL_ID_WIDTH);
            changes.add(Statements.row(transformation, number, task.status(), narrowId, now));
            told.add(Statements.row(
                    transformation,
                    number,
                    task.statusSaid().map(Stamp::time).map(Times::micros).orElse(null),
                    task.statusSaid().map(Stamp::eventId).orElse(null),
                    task.externalIdSaid().map(Stamp::time).map(Times::micros).orElse(null),
                    task.externalIdSaid().map(Stamp::eventId).orElse(null),
                    narrowId.equals(task.externalId()) ? null : task.externalId()));
        }
        flavour.update(statements, TASKS, changes);
        flavour.overwrite(statements, FEEDBACK, told);
    }
}
