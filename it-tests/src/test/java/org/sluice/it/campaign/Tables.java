package org.sluice.it.campaign;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a script would read in DIRAC's tables, by plain SQL. */
final class Tables {
    private final String url;

    Tables(String url) {
        this.url = url;
    }

    String url() {
        return url;
    }

    /** A row of {@code TransformationFiles} with the names that its numbers stand for; {@code task} 0 for none. */
    record FileRow(String transformation, String lfn, String status, int task, String usedSe) {}

    /** A row of {@code TransformationTasks} with its inputs by both tables that hold them. */
    record TaskRow(String transformation, int task, String status, String targetSe, String inputVector) {}

    List<FileRow> files() {
        return query(
                """
                SELECT t.TransformationName, d.LFN, f.Status, COALESCE(f.TaskID, 0), f.UsedSE
                FROM TransformationFiles f JOIN Transformations t USING (TransformationID) JOIN DataFiles d USING (FileID)
                """,
                row -> new FileRow(
                        row.getString(1), row.getString(2), row.getString(3), row.getInt(4), row.getString(5)));
    }

    List<TaskRow> tasks() {
        return query(
                """
                SELECT t.TransformationName, k.TaskID, k.ExternalStatus, k.TargetSE, i.InputVector
                FROM TransformationTasks k JOIN Transformations t USING (TransformationID)
                LEFT JOIN TaskInputs i ON i.TransformationID = k.TransformationID AND i.TaskID = k.TaskID
                ORDER BY k.TransformationID, k.TaskID
                """,
                row -> new TaskRow(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        String.valueOf(row.getString(5))));
    }

    /** Transformation name and task, once for each file of a task, with the LFN. */
    List<String> fileTasks() {
        return query(
                """
                SELECT t.TransformationName, ft.TaskID, d.LFN
                FROM TransformationFileTasks ft JOIN Transformations t USING (TransformationID) JOIN DataFiles d USING (FileID)
                """,
                row -> row.getString(1) + " " + row.getInt(2) + " " + row.getString(3));
    }

    long count(String table) {
        return query("SELECT COUNT(*) FROM " + table, row -> row.getLong(1)).get(0);
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Keeps everybody else from reading and writing a table until it is closed. */
    AutoCloseable lock(String table) {
        try {
            Connection connection = DriverManager.getConnection(url);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLES " + table + " WRITE");
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException("locking " + table, e);
        }
    }

    private <T> List<T> query(String sql, Row<T> read) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(read.of(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Reads the row that a result set stands on. */
    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }
}
