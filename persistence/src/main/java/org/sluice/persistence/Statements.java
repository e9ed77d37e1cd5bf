package org.sluice.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Statements over one connection that take many rows at once. Rows go in chunks, limited in number and in characters,
 * so that a statement stays below the server's {@code max_allowed_packet}.
 *
 * <p>Where statements are kept ({@link KeptStatements}), those over a round number of rows are: each number is a text of its own,
 * and full batches are round. Lists of values are filled up to a round number with what they hold already.
 */
final class Statements {
    static final int ROWS_PER_STATEMENT = 1000;
    private static final int CHARS_PER_STATEMENT = 2_000_000;

    /** Statements are kept for multiples of so many rows. */
    private static final int ROUND = 50;

    private final Connection connection;
    private final boolean manyRowsAStatement;
    private final Optional<KeptStatements> kept;

    /** @param manyRowsAStatement whether rows are inserted by long statements, or by a JDBC batch of short ones */
    Statements(Connection connection, boolean manyRowsAStatement) {
        this(connection, manyRowsAStatement, Optional.empty());
    }

    /** Long statements, which are kept for the connection where their number of rows is round. */
    Statements(Connection connection, KeptStatements kept) {
        this(connection, true, Optional.of(kept));
    }

    private Statements(Connection connection, boolean manyRowsAStatement, Optional<KeptStatements> kept) {
        this.connection = connection;
        this.manyRowsAStatement = manyRowsAStatement;
        this.kept = kept;
    }

    /** Reads the current row of a result. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The values of one row, in the order of its columns. */
    static List<Object[]> rows() {
        return new ArrayList<>();
    }

    /** One row's values; null for SQL's NULL. */
    @SuppressWarnings("NullAway") // the driver takes null for NULL
    static Object[] row(@Nullable Object... values) {
        return values;
    }

    /** What is done with a statement that has its text. */
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T prepared(String sql, int rows, int parameters, Use<T> use) throws SQLException {
        if (kept.isPresent() && rows > 0 && rows % ROUND == 0) {
            return use.of(kept.get().prepare(connection, sql, parameters));
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return use.of(statement);
        }
    }

    <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        return query(sql, 0, reader, parameters);
    }

    private <T> List<T> query(String sql, int rows, RowReader<T> reader, Object... parameters) {
        try {
            return prepared(sql, rows, parameters.length, statement -> {
                bind(statement, 1, parameters);
                return read(statement, reader);
            });
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    /** A query whose text has {@code %s} where the list of values goes, asked in chunks. */
    <T> List<T> queryIn(String sql, Collection<?> values, RowReader<T> reader) {
        List<T> found = new ArrayList<>();
        for (List<Object> chunk : chunks(values)) {
            List<Object> filled = filledUp(chunk);
            found.addAll(query(sql.formatted(marks(filled.size())), filled.size(), reader, filled.toArray()));
        }
        return found;
    }

    /** A query whose text has {@code %s} where the condition on keys of several columns goes, asked in chunks. */
    <T> List<T> queryKeys(String sql, List<String> columns, List<Object[]> keys, RowReader<T> reader) {
        List<T> found = new ArrayList<>();
        for (List<Object[]> chunk : chunksOfKeys(keys)) {
            List<Object[]> filled = filledUp(chunk);
            found.addAll(query(sql.formatted(isOneOf(columns, filled.size())), filled.size(), reader, flat(filled)));
        }
        return found;
    }

    /** The same query for each row of parameters, many in one statement where that is faster. */
    <T> List<T> queryEach(String sql, List<Object[]> parameters, RowReader<T> reader) {
        List<T> found = new ArrayList<>();
        for (List<Object[]> chunk : chunksOfKeys(parameters)) {
            String all = "(" + sql + ")" + (" UNION ALL (" + sql + ")").repeat(chunk.size() - 1);
            found.addAll(query(all, reader, flat(chunk)));
        }
        return found;
    }

    /** A change whose text has {@code %s} where the condition on keys of several columns goes, made in chunks. */
    int updateKeys(String sql, List<String> columns, List<Object[]> keys) {
        int changed = 0;
        for (List<Object[]> chunk : chunksOfKeys(keys)) {
            List<Object[]> filled = filledUp(chunk);
            changed += update(sql.formatted(isOneOf(columns, filled.size())), filled.size(), flat(filled));
        }
        return changed;
    }

    /** H2 uses an index for one key at a time only. */
    private List<List<Object[]>> chunksOfKeys(List<Object[]> keys) {
        return manyRowsAStatement
                ? chunksOfRows(keys)
                : keys.stream().map(List::<Object[]>of).toList();
    }

    /**
     * By OR: which plan MariaDB makes of {@code (a, b) IN ((?, ?), …)} depends on the number of keys, and one of them compares
     * texts without regard to letter case.
     */
    private static String isOneOf(List<String> columns, int count) {
        String one = columns.stream().map(column -> column + " = ?").collect(Collectors.joining(" AND ", "(", ")"));
        return "(" + (one + " OR ").repeat(count - 1) + one + ")";
    }

    private static Object[] flat(List<Object[]> rows) {
        return rows.stream().flatMap(Arrays::stream).toArray();
    }

    int update(String sql, Object... parameters) {
        return update(sql, 0, parameters);
    }

    private int update(String sql, int rows, Object... parameters) {
        try {
            return prepared(sql, rows, parameters.length, statement -> {
                bind(statement, 1, parameters);
                return statement.executeUpdate();
            });
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    /** A change whose text has {@code %s} where the list of values goes, made in chunks. */
    int updateIn(String sql, Collection<?> values) {
        int changed = 0;
        for (List<Object> chunk : chunks(values)) {
            List<Object> filled = filledUp(chunk);
            changed += update(sql.formatted(marks(filled.size())), filled.size(), filled.toArray());
        }
        return changed;
    }

    /** {@code head (?,?),(?,?)… tail} over all rows. */
    void insert(String head, String tail, List<Object[]> rows) {
        if (!manyRowsAStatement && !rows.isEmpty()) {
            batch(head + tuples(rows.subList(0, 1)) + tail, rows);
            return;
        }
        for (List<Object[]> chunk : chunksOfRows(rows)) {
            withRows(head, tail, chunk, PreparedStatement::executeUpdate);
        }
    }

    private <T> T withRows(String head, String tail, List<Object[]> rows, Use<T> use) {
        try {
            return prepared(head + tuples(rows) + tail, rows.size(), rows.size() * rows.get(0).length, statement -> {
                bindRows(statement, rows);
                return use.of(statement);
            });
        } catch (SQLException e) {
            throw new SqlFailure(head, e);
        }
    }

    /** {@code head (?,?),(?,?)… tail} over all rows, and what it gives back. */
    <T> List<T> insertReturning(String head, String tail, List<Object[]> rows, RowReader<T> reader) {
        List<T> returned = new ArrayList<>(rows.size());
        for (List<Object[]> chunk : chunksOfRows(rows)) {
            returned.addAll(withRows(head, tail, chunk, statement -> read(statement, reader)));
        }
        return returned;
    }

    /** The same change for each row. */
    int batch(String sql, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                bind(statement, 1, row);
                statement.addBatch();
            }
            return Arrays.stream(statement.executeBatch()).sum();
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    /** {@code ?,?,?}. */
    static String marks(int count) {
        return "?,".repeat(count - 1) + "?";
    }

    private static String tuples(List<Object[]> rows) {
        String tuple = "(" + marks(rows.get(0).length) + ")";
        return (tuple + ",").repeat(rows.size() - 1) + tuple;
    }

    private static <T> List<T> read(PreparedStatement statement, RowReader<T> reader) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(reader.read(row));
            }
        }
        return found;
    }

    private static int bind(PreparedStatement statement, int from, Object... parameters) throws SQLException {
        int index = from;
        for (Object parameter : parameters) {
            statement.setObject(index++, parameter);
        }
        return index;
    }

    private static void bindRows(PreparedStatement statement, List<Object[]> rows) throws SQLException {
        int index = 1;
        for (Object[] row : rows) {
            index = bind(statement, index, row);
        }
    }

    /** Values that are asked for twice are found once; up to twice as many are worth a text that is known. */
    private <T> List<T> filledUp(List<T> values) {
        int missing = Math.floorMod(-values.size(), ROUND);
        if (kept.isEmpty() || missing > values.size()) {
            return values;
        }
        List<T> filled = new ArrayList<>(values);
        filled.addAll(Collections.nCopies(missing, values.get(values.size() - 1)));
        return filled;
    }

    static List<List<Object>> chunks(Collection<?> values) {
        List<Object> all = new ArrayList<>(values);
        List<List<Object>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += ROWS_PER_STATEMENT) {
            chunks.add(all.subList(from, Math.min(all.size(), from + ROWS_PER_STATEMENT)));
        }
        return chunks;
    }

    static List<List<Object[]>> chunksOfRows(List<Object[]> rows) {
        List<List<Object[]>> chunks = new ArrayList<>();
        int from = 0;
        long chars = 0;
        for (int i = 0; i < rows.size(); i++) {
            long charsOfRow = chars(rows.get(i));
            if (i > from && (i - from == ROWS_PER_STATEMENT || chars + charsOfRow > CHARS_PER_STATEMENT)) {
                chunks.add(rows.subList(from, i));
                from = i;
                chars = 0;
            }
            chars += charsOfRow;
        }
        if (from < rows.size()) {
            chunks.add(rows.subList(from, rows.size()));
        }
        return chunks;
    }

    private static long chars(Object[] row) {
        long chars = 0;
        for (Object value : row) {
            chars += value instanceof String text ? text.length() : 10;
        }
        return chars;
    }
}
