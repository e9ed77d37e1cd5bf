package org.sluice.persistence;

import java.sql.Connection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.persistence.Attachments.FileOf;
import org.sluice.persistence.Statements.RowReader;

/** MariaDB 10.6 and later. */
final class MariaDb implements Flavour {
    private final KeptStatements kept = new KeptStatements();

    @Override
    public Statements statements(Connection connection) {
        return new Statements(connection, kept);
    }

    @Override
    public String exactly(String lfn) {
        return "CONVERT(" + lfn + " USING utf8mb4) COLLATE utf8mb4_nopad_bin";
    }

    @Override
    public String shareLock() {
        return " LOCK IN SHARE MODE";
    }

    /**
     * One statement that inserts, locks and reads. {@code INSERT IGNORE} would lock the rows that exist only shared,
     * which deadlocks two transactions that change them afterwards, and turns errors into warnings.
     */
    @Override
    public <T> List<T> insertOrLock(Statements statements, KeyedTable table, List<Object[]> rows, RowReader<T> reader) {
        return statements.insertReturning(head(table), asItWas(table) + " RETURNING " + table.wanted(), rows, reader);
    }

    /** {@code INSERT IGNORE} locks the rows that exist shared; nothing but a key that is there can be ignored here. */
    @Override
    public void insertOrShare(Statements statements, KeyedTable table, List<Object[]> rows) {
        statements.insert("INSERT IGNORE INTO " + table.name() + " (" + table.columnList() + ") VALUES ", "", rows);
    }

    @Override
    public String byIndex(String name) {
        return " FORCE INDEX (" + name + ")";
    }

    @Override
    public String notByPrimaryKey() {
        return " IGNORE INDEX (PRIMARY)";
    }

    @Override
    public void insertMissing(Statements statements, KeyedTable table, List<Object[]> rows) {
        statements.insert(head(table), asItWas(table), rows);
    }

    @Override
    public void add(Statements statements, KeyedTable table, List<Object[]> rows) {
        String sums = table.valueColumns().stream()
                .map(column -> column + " = " + column + " + VALUES(" + column + ")")
                .collect(Collectors.joining(", "));
        statements.insert(head(table), " ON DUPLICATE KEY UPDATE " + sums, rows);
    }

    @Override
    public void overwrite(Statements statements, KeyedTable table, List<Object[]> rows) {
        String values = table.columns().stream()
                .skip(table.keys())
                .map(column -> column + " = VALUES(" + column + ")")
                .collect(Collectors.joining(", "));
        statements.insert(head(table), " ON DUPLICATE KEY UPDATE " + values, rows);
    }

    /** One statement that joins the new values to the table, these first, so that only their rows are looked at. */
    @Override
    public void update(Statements statements, KeyedTable table, List<Object[]> rows) {
        String first = "SELECT "
                + table.columns().stream().map(column -> "? AS " + column).collect(Collectors.joining(", "));
        String next = " UNION ALL SELECT " + Statements.marks(table.columns().size());
        String join = table.keyColumns().stream()
                .map(key -> "t." + key + " = v." + key)
                .collect(Collectors.joining(" AND "));
        String values = table.valueColumns().stream()
                .map(column -> "t." + column + " = v." + column)
                .collect(Collectors.joining(", "));
        for (List<Object[]> chunk : Statements.chunksOfRows(rows)) {
            statements.update(
                    "UPDATE (" + first + next.repeat(chunk.size() - 1) + ") v STRAIGHT_JOIN " + table.name() + " t ON "
                            + join + " SET " + values,
                    chunk.stream().flatMap(Arrays::stream).toArray());
        }
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
                "INSERT INTO " + table + " (" + columns + ") VALUES ", " RETURNING " + wanted, rows, reader);
    }

    /**
     * One statement for both kinds of rows. DIRAC's clients may have changed a file since it was read: its row is
     * changed only if it still waits, and what comes back tells. The status is set last, since assignments see those
     * before them.
     */
    @Override
    public void assign(Statements statements, List<Object[]> fresh, List<Object[]> waiting) {
        List<Object[]> rows = Stream.concat(fresh.stream(), waiting.stream())
                .sorted(Comparator.comparing(MariaDb::file))
                .toList();
        Map<FileOf, Integer> wanted = new HashMap<>();
        rows.forEach(row -> wanted.put(file(row), (int) row[3]));
        String waits = "Status IN ('Unused', 'ProbInFC')";
        List<Boolean> assigned = statements.insertReturning(
                "INSERT INTO TransformationFiles"
                        + " (TransformationID, FileID, Status, TaskID, UsedSE, LastUpdate, InsertedTime) VALUES ",
                " ON DUPLICATE KEY UPDATE"
                        + " TaskID = IF(" + waits + ", VALUES(TaskID), TaskID),"
                        + " UsedSE = IF(" + waits + ", VALUES(UsedSE), UsedSE),"
                        + " LastUpdate = IF(" + waits + ", VALUES(LastUpdate), LastUpdate),"
                        + " Status = IF(" + waits + ", VALUES(Status), Status)"
                        + " RETURNING TransformationID, FileID, TaskID",
                rows,
                row -> Objects.equals(
                        wanted.get(new FileOf(row.getInt("TransformationID"), row.getInt("FileID"))),
                        row.getInt("TaskID")));
        long done = assigned.stream().filter(Boolean::booleanValue).count();
        if (done != rows.size()) {
            throw Flavour.changedMeanwhile(rows.size(), (int) done);
        }
    }

    private static FileOf file(Object[] row) {
        return new FileOf((int) row[0], (int) row[1]);
    }

    private static String head(KeyedTable table) {
        return "INSERT INTO " + table.name() + " (" + table.columnList() + ") VALUES ";
    }

    private static String asItWas(KeyedTable table) {
        String key = table.columns().get(0);
        return " ON DUPLICATE KEY UPDATE " + key + " = " + table.name() + "." + key;
    }
}
