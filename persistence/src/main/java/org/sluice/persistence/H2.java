package org.sluice.persistence;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.persistence.Statements.RowReader;

/**
 * Embedded H2. It has no shared row locks, so every transaction that handles a batch holds the registry's version row
 * alone: batches follow one another, and what was read stays true.
 */
final class H2 implements Flavour {

    /** Row by row: the way to the database is short, and reading a long statement costs it more than many short ones. */
    @Override
    public Statements statements(Connection connection) {
        return new Statements(connection, false);
    }

    @Override
    public String exactly(String lfn) {
        return "CAST(" + lfn + " AS VARCHAR)";
    }

    @Override
    public String shareLock() {
        return " FOR UPDATE";
    }

    @Override
    public <T> List<T> insertOrLock(Statements statements, KeyedTable table, List<Object[]> rows, RowReader<T> reader) {
        List<Object[]> missing = new ArrayList<>();
        List<T> read = read(statements, table, rows, reader, missing);
        insert(statements, table, missing);
        read.addAll(read(statements, table, missing, reader, new ArrayList<>()));
        return read;
    }

    /** There is nothing to lock: batches follow one another. */
    @Override
    public void insertOrShare(Statements statements, KeyedTable table, List<Object[]> rows) {
        insertMissing(statements, table, rows);
    }

    @Override
    public String byIndex(String name) {
        return "";
    }

    @Override
    public String notByPrimaryKey() {
        return "";
    }

    @Override
    public void insertMissing(Statements statements, KeyedTable table, List<Object[]> rows) {
        List<Object[]> missing = new ArrayList<>();
        read(statements, table, rows, row -> true, missing);
        insert(statements, table, missing);
    }

    /** Reads row by row: H2 uses an index for one key at a time only. */
    private static <T> List<T> read(
            Statements statements, KeyedTable table, List<Object[]> rows, RowReader<T> reader, List<Object[]> missing) {
        String sql =
                "SELECT " + table.wanted() + " FROM " + table.name() + " WHERE " + equal(table.keyColumns(), " AND ");
        List<T> all = new ArrayList<>();
        for (Object[] row : rows) {
            List<T> found = statements.query(sql, reader, Arrays.copyOf(row, table.keys()));
            all.addAll(found);
            if (found.isEmpty()) {
                missing.add(row);
            }
        }
        return all;
    }

    /** Of rows with one key, as the database compares it, the first. */
    private static void insert(Statements statements, KeyedTable table, List<Object[]> rows) {
        Set<Object> keys = new HashSet<>();
        statements.insert(
                "INSERT INTO " + table.name() + " (" + table.columnList() + ") VALUES ",
                "",
                rows.stream().filter(row -> keys.add(key(table, row))).toList());
    }

    private static Object key(KeyedTable table, Object[] row) {
        List<Object> key = new ArrayList<>();
        for (int i = 0; i < table.keys(); i++) {
            key.add(comparable(row[i], table.caseBlind()));
        }
        return key;
    }

    private static Object comparable(Object value, boolean caseBlind) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        // The steps of String.equalsIgnoreCase, by which H2 compares.
        return caseBlind && value instanceof String text
                ? text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)
                : value;
    }

    @Override
    public void add(Statements statements, KeyedTable table, List<Object[]> rows) {
        insertMissing(
                statements,
                table,
                rows.stream()
                        .map(row -> {
                            Object[] zeros = row.clone();
                            Arrays.fill(zeros, table.keys(), zeros.length, 0L);
                            return zeros;
                        })
                        .toList());
        String sums = table.valueColumns().stream()
                .map(column -> column + " = " + column + " + ?")
                .collect(Collectors.joining(", "));
        statements.batch(
                "UPDATE " + table.name() + " SET " + sums + " WHERE " + equal(table.keyColumns(), " AND "),
                valuesFirst(table, rows));
    }

    @Override
    public void overwrite(Statements statements, KeyedTable table, List<Object[]> rows) {
        statements.insert(
                "MERGE INTO " + table.name() + " (" + table.columnList() + ") KEY ("
                        + String.join(", ", table.keyColumns()) + ") VALUES ",
                "",
                rows);
    }

    @Override
    public void update(Statements statements, KeyedTable table, List<Object[]> rows) {
        statements.batch(
                "UPDATE " + table.name() + " SET " + equal(table.valueColumns(), ", ") + " WHERE "
                        + equal(table.keyColumns(), " AND "),
                valuesFirst(table, rows));
    }

    private static List<Object[]> valuesFirst(KeyedTable table, List<Object[]> rows) {
        return rows.stream()
                .map(row -> Stream.concat(
                                Arrays.stream(row, table.keys(), row.length), Arrays.stream(row, 0, table.keys()))
                        .toArray())
                .toList();
    }

    private static String equal(List<String> columns, String between) {
        return columns.stream().map(column -> column + " = ?").collect(Collectors.joining(between));
    }

    @Override
    public <T> List<T> insertReturning(
            Statements statements,
            String table,
            String columns,
            List<Object[]> rows,
            String wanted,
            RowReader<T> reader) {
        return statements.insertReturning(
                "SELECT " + wanted + " FROM FINAL TABLE (INSERT INTO " + table + " (" + columns + ") VALUES ",
                ")",
                rows,
                reader);
    }

    @Override
    public void assign(Statements statements, List<Object[]> fresh, List<Object[]> waiting) {
        statements.insert(
                "INSERT INTO TransformationFiles"
                        + " (TransformationID, FileID, Status, TaskID, UsedSE, LastUpdate, InsertedTime) VALUES ",
                "",
                fresh);
        List<Object[]> parameters = waiting.stream()
                .map(row -> Statements.row(row[2], row[3], row[4], row[5], row[0], row[1]))
                .toList();
        int assigned = statements.batch(
                "UPDATE TransformationFiles SET Status = ?, TaskID = ?, UsedSE = ?, LastUpdate = ?"
                        + " WHERE TransformationID = ? AND FileID = ? AND Status IN ('Unused', 'ProbInFC')",
                parameters);
        if (assigned != waiting.size()) {
            throw Flavour.changedMeanwhile(waiting.size(), assigned);
        }
    }
}
