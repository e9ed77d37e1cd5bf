package org.sluice.persistence;

import java.sql.Connection;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import org.sluice.persistence.Statements.RowReader;

/** What databases say in different words. */
interface Flavour {

    /** How this database is best asked to do much. */
    Statements statements(Connection connection);

    /** An expression whose value is one of DIRAC's LFNs, to be compared with one of Sluice's: character by character. */
    String exactly(String lfn);

    /** Ends a SELECT whose rows may not change before the end of the transaction; shared where the database can. */
    String shareLock();

    /**
     * Inserts the rows whose key is not there yet and locks the others; a row that another transaction is inserting is
     * waited for.
     *
     * @param rows in the order of their keys, so that two transactions lock them in the same order
     * @return what is read of all of them, in any order
     */
    <T> List<T> insertOrLock(Statements statements, KeyedTable table, List<Object[]> rows, RowReader<T> reader);

    /**
     * Inserts the rows whose key is not there yet and locks the others against changes, so that others may do the same;
     * a row that another transaction is inserting or changing is waited for.
     *
     * @param table of which the primary key is written, and nothing else
     * @param rows in the order of their keys
     */
    void insertOrShare(Statements statements, KeyedTable table, List<Object[]> rows);

    /** Gives existing rows, whose key is the first column, new values. */
    void overwrite(Statements statements, KeyedTable table, List<Object[]> rows);

    /** Adds numbers to those of rows whose key is the first column; a row that is not there begins with them. */
    void add(Statements statements, KeyedTable table, List<Object[]> rows);

    /**
     * Changes rows that are there and locked, whose key is the first columns. Unlike {@link #overwrite} it never passes
     * through an insert, at which DIRAC's trigger gives a task a new number.
     */
    void update(Statements statements, KeyedTable table, List<Object[]> rows);

    /** Inserts rows and reads what the database made of them, in their order. */
    <T> List<T> insertReturning(
            Statements statements,
            String table,
            String columns,
            List<Object[]> rows,
            String wanted,
            RowReader<T> reader);

    /**
     * Follows a table's name where its rows are to be found by another index, which has the primary key at its end: by the
     * primary key, a status that is rare would be searched for among all rows.
     */
    String notByPrimaryKey();

    /**
     * Follows a table's name where rows are asked for by many keys of one index at once: left to itself, the server weighs
     * each of the table's indexes for each of the keys, which takes longer than to read the rows.
     *
     * @param name the index, {@code PRIMARY} for the primary key
     */
    String byIndex(String name);

    /**
     * The highest number of a task of a transformation, as a value. By the end of the index: MAX reads all of the
     * transformation's tasks where it is asked for a row of another table.
     *
     * @param table the table, or its alias, that has the transformation
     */
    default String lastTask(String table) {
        return "(SELECT k.TaskID FROM TransformationTasks k" + byIndex("PRIMARY") + " WHERE k.TransformationID = "
                + table + ".TransformationID ORDER BY k.TaskID DESC LIMIT 1)";
    }

    /** Adds rows of which some may be there already, which stay as they are. */
    void insertMissing(Statements statements, KeyedTable table, List<Object[]> rows);

    /**
     * Writes the file rows of new tasks. A row has: transformation, file id, status, task, used SE, time of the change,
     * time of the attachment.
     *
     * @param fresh rows that are not written yet
     * @param waiting rows that wait; their time of attachment stays
     * @throws SqlFailure a rollback, where another client changed one of the files meanwhile
     */
    void assign(Statements statements, List<Object[]> fresh, List<Object[]> waiting);

    /** The failure of an assignment that met another client: everything is to be done again, as after a deadlock. */
    static SqlFailure changedMeanwhile(int wanted, int assigned) {
        String sentence = "of " + wanted + " files for new tasks, " + (wanted - assigned)
                + " were changed by another client after they were read";
        return new SqlFailure("TransformationFiles", new SQLTransactionRollbackException(sentence, "40001"));
    }

    /**
     * A table whose rows are found by a key.
     *
     * @param columns the columns that are written, the key's first
     * @param keys how many of the columns are the key
     * @param wanted the columns to read
     * @param caseBlind whether the key is compared without regard to letter case
     */
    record KeyedTable(String name, List<String> columns, int keys, String wanted, boolean caseBlind) {
        String columnList() {
            return String.join(", ", columns);
        }

        List<String> keyColumns() {
            return columns.subList(0, keys);
        }

        List<String> valueColumns() {
            return columns.subList(keys, columns.size());
        }
    }
}
