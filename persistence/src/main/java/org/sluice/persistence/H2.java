package org.sluice.persistence;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    public String shareLock() {
        return " FOR UPDATE";
    }

    @Override
    public <T> List<T> insertOrLock(Statements statements, KeyedTable table, List<Object[]> rows, RowReader<T> reader) {
        insertMissing(statements, table, rows);
        String key = table.columns().get(0);
        return statements.queryIn(
                "SELECT " + table.wanted() + " FROM " + table.name() + " WHERE " + key + " IN (%s)",
                rows.stream().map(row -> row[0]).toList(),
                reader);
    }

    @Override
    public void insertMissing(Statements statements, KeyedTable table, List<Object[]> rows) {
        Set<Object> known = new HashSet<>();
        for (List<Object> chunk : Statements.chunks(rows)) {
            known.addAll(keysThere(statements, table, chunk));
        }
        List<Object[]> missing =
                rows.stream().filter(row -> known.add(key(table, row))).toList();
        statements.insert("INSERT INTO " + table.name() + " (" + table.columnList() + ") VALUES ", "", missing);
    }

    private static Collection<Object> keysThere(Statements statements, KeyedTable table, List<Object> rows) {
        String columns = String.join(", ", table.keyColumns());
        String tuple = "(" + Statements.marks(table.keys()) + ")";
        String sql = "SELECT " + columns + " FROM " + table.name() + " WHERE (" + columns + ") IN ("
                + (tuple + ",").repeat(rows.size() - 1) + tuple + ")";
        List<Object> parameters = new ArrayList<>();
        rows.forEach(row -> parameters.addAll(List.of((Object[]) row).subList(0, table.keys())));
        return statements.query(
                sql,
                row -> {
                    Object[] values = new Object[table.keys()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = row.getObject(i + 1);
                    }
                    return key(table, values);
                },
                parameters.toArray());
    }

    /** The key of a row as the database compares it. */
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
    public void overwrite(Statements statements, KeyedTable table, List<Object[]> rows) {
        statements.insert(
                "MERGE INTO " + table.name() + " (" + table.columnList() + ") KEY ("
                        + String.join(", ", table.keyColumns()) + ") VALUES ",
                "",
                rows);
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
