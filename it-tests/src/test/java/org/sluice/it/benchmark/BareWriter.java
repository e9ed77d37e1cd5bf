package org.sluice.it.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes what a one-file task is made of in DIRAC's tables, by hand and in bulk, one durable commit for all files that it is
 * given: {@code DataFiles}, {@code TransformationFiles}, {@code TransformationTasks}, {@code TransformationFileTasks},
 * {@code TaskInputs}. It asks nothing and decides nothing: what any program that writes these rows at least has to do.
 */
final class BareWriter implements AutoCloseable {
    private static final String NOW = "UTC_TIMESTAMP()";

    private final Connection connection;
    private final int transformations;
    private final Map<Integer, Integer> lastTasks = new HashMap<>();
    private long written;

    BareWriter(String jdbcUrl, int transformations) throws SQLException {
        this.connection = DriverManager.getConnection(jdbcUrl);
        this.connection.setAutoCommit(false);
        this.transformations = transformations;
    }

    /** A file in a task: the numbers are its transformation's, its own and the task's. */
    private record Row(int transformation, int file, int task, String lfn) {}

    /** Writes the rows of these files, one after another for each transformation in turn, and commits. */
    void write(List<String> lfns) throws SQLException {
        int firstId = insertFiles(lfns);
        List<Row> rows = new ArrayList<>(lfns.size());
        for (int i = 0; i < lfns.size(); i++) {
            int transformation = (int) (written++ % transformations) + 1;
            rows.add(new Row(
                    transformation, firstId + i, lastTasks.merge(transformation, 1, Integer::sum), lfns.get(i)));
        }
        insert(
                "TransformationFiles (TransformationID, FileID, Status, TaskID, UsedSE, LastUpdate, InsertedTime)",
                "(?, ?, 'Assigned', ?, 'SE1', " + NOW + ", " + NOW + ")",
                rows,
                (statement, at, row) -> {
                    statement.setInt(at, row.transformation());
                    statement.setInt(at + 1, row.file());
                    statement.setInt(at + 2, row.task());
                    return 3;
                });
        insert(
                "TransformationTasks (TransformationID, TaskID, ExternalStatus, ExternalID, TargetSE, CreationTime,"
                        + " LastUpdateTime)",
                "(?, ?, 'Created', '0', 'SE1', " + NOW + ", " + NOW + ")",
                rows,
                (statement, at, row) -> {
                    statement.setInt(at, row.transformation());
                    statement.setInt(at + 1, row.task());
                    return 2;
                });
        insert(
                "TransformationFileTasks (TransformationID, FileID, TaskID)",
                "(?, ?, ?)",
                rows,
                (statement, at, row) -> {
                    statement.setInt(at, row.transformation());
                    statement.setInt(at + 1, row.file());
                    statement.setInt(at + 2, row.task());
                    return 3;
                });
        insert("TaskInputs (TransformationID, TaskID, InputVector)", "(?, ?, ?)", rows, (statement, at, row) -> {
            statement.setInt(at, row.transformation());
            statement.setInt(at + 1, row.task());
            statement.setString(at + 2, row.lfn());
            return 3;
        });
        connection.commit();
    }

    /** The ids of one statement follow each other, with InnoDB's usual lock mode. */
    private int insertFiles(List<String> lfns) throws SQLException {
        String sql = "INSERT INTO DataFiles (LFN) VALUES " + String.join(",", Collections.nCopies(lfns.size(), "(?)"));
        try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 0; i < lfns.size(); i++) {
                statement.setString(i + 1, lfns.get(i));
            }
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getInt(1);
            }
        }
    }

    /** Writes so many files without any queue: URL of the database, numbers of transformations, of files, and of files in a commit. */
    public static void main(String[] arguments) throws SQLException {
        int files = Integer.parseInt(arguments[2]);
        int most = Integer.parseInt(arguments[3]);
        try (BareWriter writer = new BareWriter(arguments[0], Integer.parseInt(arguments[1]))) {
            for (int from = 0; from < files; from += most) {
                writer.write(IntStream.range(from, Math.min(files, from + most))
                        .mapToObj("/vo/bare/%08d"::formatted)
                        .toList());
            }
        }
    }

    /** Sets the parameters of a row from a place on, and says how many there were. */
    private interface Binder {
        int bind(PreparedStatement statement, int at, Row row) throws SQLException;
    }

    private void insert(String into, String values, List<Row> rows, Binder binder) throws SQLException {
        String sql = "INSERT INTO " + into + " VALUES " + String.join(",", Collections.nCopies(rows.size(), values));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (Row row : rows) {
                at += binder.bind(statement, at, row);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
