package org.sluice.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What DIRAC's agents and clients do to TransformationDB, statement by statement and each its own commit, as its
 * {@code TransformationDB} class does it. One connection; of one thread.
 */
final class DiracClients implements AutoCloseable {
    private final Connection connection;

    DiracClients(TestDatabase database) throws SQLException {
        this.connection = database.connect();
    }

    /** Each row's columns as text. */
    List<List<String>> select(String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        values.add(String.valueOf(row.getString(i)));
                    }
                    rows.add(values);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Tries again where the server lets this client give way, as DIRAC's agents do in their next cycle. */
    int change(String sql, Object... parameters) {
        while (true) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, parameters);
                return statement.executeUpdate();
            } catch (SQLTransactionRollbackException givenWay) {
                Thread.onSpinWait();
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    /** WorkflowTaskAgent: the tasks for submission with their inputs, reserved and then submitted. */
    int submit(int transformation) {
        List<List<String>> tasks = select(
                "SELECT TaskID, ExternalStatus, ExternalID, TargetSE FROM TransformationTasks"
                        + " WHERE TransformationID = ? AND ExternalStatus = 'Created' LIMIT 10",
                transformation);
        int submitted = 0;
        for (List<String> task : tasks) {
            int id = Integer.parseInt(task.get(0));
            if (!select(
                            "SELECT InputVector FROM TaskInputs WHERE TransformationID = ? AND TaskID = ?",
                            transformation,
                            id)
                    .isEmpty()) {
                submitted += setStatus(transformation, id, "Reserved");
                change(
                        "UPDATE TransformationTasks SET ExternalStatus = 'Submitted', ExternalID = ?,"
                                + " LastUpdateTime = UTC_TIMESTAMP() WHERE TransformationID = ? AND TaskID = ?",
                        Integer.toString(4000 + id),
                        transformation,
                        id);
            }
        }
        return submitted;
    }

    /** WorkflowTaskAgent: ends what was submitted; the status of the task first, then those of its files. */
    int end(int transformation, int failEach) {
        List<List<String>> tasks = select(
                "SELECT TaskID FROM TransformationTasks WHERE TransformationID = ? AND ExternalStatus = 'Submitted'",
                transformation);
        for (List<String> task : tasks) {
            int id = Integer.parseInt(task.get(0));
            boolean fails = failEach > 0 && id % failEach == 0;
            setStatus(transformation, id, fails ? "Failed" : "Done");
            for (List<String> file : select(
                    "SELECT FileID, ErrorCount FROM TransformationFiles"
                            + " WHERE TransformationID = ? AND TaskID = ? AND Status = 'Assigned'",
                    transformation,
                    id)) {
                setFile(
                        transformation,
                        Integer.parseInt(file.get(0)),
                        fails ? "Unused" : "Processed",
                        Integer.parseInt(file.get(1)) + (fails ? 1 : 0));
            }
        }
        return tasks.size();
    }

    private int setStatus(int transformation, int task, String status) {
        return change(
                "UPDATE TransformationTasks SET ExternalStatus = ?, LastUpdateTime = UTC_TIMESTAMP()"
                        + " WHERE TransformationID = ? AND TaskID = ?",
                status,
                transformation,
                task);
    }

    /** {@code setFileStatusForTransformation}. */
    void setFile(int transformation, int file, String status, int errors) {
        change(
                "INSERT INTO TransformationFiles (TransformationID, FileID, Status, ErrorCount, LastUpdate)"
                        + " VALUES (?, ?, ?, ?, UTC_TIMESTAMP()) ON DUPLICATE KEY UPDATE Status = VALUES(Status),"
                        + " ErrorCount = VALUES(ErrorCount), LastUpdate = VALUES(LastUpdate)",
                transformation,
                file,
                status,
                errors);
    }

    /** {@code setFileStatusForTransformation} of a file that is in a task, whatever becomes of that. */
    int setBackOne(int transformation) {
        List<List<String>> files = select(
                "SELECT FileID FROM TransformationFiles WHERE TransformationID = ? AND Status = 'Assigned' LIMIT 1",
                transformation);
        files.forEach(file -> setFile(transformation, Integer.parseInt(file.get(0)), "Unused", 0));
        return files.size();
    }

    /** {@code addFilesToTransformation}, of files that the table knows and the transformation has not. */
    int addFiles(int transformation) {
        int added = 0;
        for (List<String> file : select(
                "SELECT d.FileID FROM DataFiles d LEFT JOIN TransformationFiles f"
                        + " ON f.FileID = d.FileID AND f.TransformationID = ? WHERE f.FileID IS NULL LIMIT 5",
                transformation)) {
            added += change(
                    "INSERT INTO TransformationFiles (TransformationID, FileID, LastUpdate, InsertedTime)"
                            + " VALUES (?, ?, UTC_TIMESTAMP(), UTC_TIMESTAMP())",
                    transformation,
                    Integer.parseInt(file.get(0)));
        }
        return added;
    }

    /** {@code createTransformationMetaQuery} in place of the query that was there: row by row, and the log last. */
    void setQuery(int transformation, String... namesAndValues) {
        change(
                "DELETE FROM TransformationMetaQueries WHERE TransformationID = ? AND QueryType = 'Input'",
                transformation);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            change(
                    "INSERT INTO TransformationMetaQueries"
                            + " (TransformationID, MetaDataName, MetaDataValue, MetaDataType, QueryType)"
                            + " VALUES (?, ?, ?, 'String', 'Input')",
                    transformation,
                    namesAndValues[i],
                    namesAndValues[i + 1]);
        }
        log(transformation, "Created meta data query");
    }

    /** {@code setTransformationParameter}. */
    void setParameter(int transformation, String column, String value) {
        change(
                "UPDATE Transformations SET " + column
                        + " = ?, LastUpdate = UTC_TIMESTAMP() WHERE TransformationID = ?",
                value,
                transformation);
        log(transformation, column + " updated to " + value);
    }

    private void log(int transformation, String message) {
        change(
                "INSERT INTO TransformationLog (TransformationID, Message, Author, MessageDate)"
                        + " VALUES (?, ?, '/DC=org/CN=Jane', UTC_TIMESTAMP())",
                transformation,
                message);
    }

    /** {@code addTaskForTransformation} of a transformation without input, and the number that the trigger gave it. */
    int addTask(int transformation) {
        change(
                "INSERT INTO TransformationTasks (TransformationID, ExternalStatus, ExternalID, TargetSE, CreationTime,"
                        + " LastUpdateTime) VALUES (?, 'Created', '0', 'Unknown', UTC_TIMESTAMP(), UTC_TIMESTAMP())",
                transformation);
        return Integer.parseInt(select("SELECT @last").get(0).get(0));
    }

    /** {@code addTransformation}. */
    int addTransformation(String name, String type, String status) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO Transformations (TransformationName, CreationDate, LastUpdate, Author, AuthorDN,"
                            + " AuthorGroup, Type, Plugin, AgentType, Status, GroupSize) VALUES ('" + name
                            + "', UTC_TIMESTAMP(), UTC_TIMESTAMP(), 'jane', '/DC=org/CN=Jane', 'prod', '" + type
                            + "', 'Standard', 'Automatic', '" + status + "', 1)",
                    Statement.RETURN_GENERATED_KEYS);
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                int id = keys.getInt(1);
                log(id, "Transformation " + id + " created");
                return id;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(name, e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
