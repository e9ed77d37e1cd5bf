package org.sluice.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What MariaDB's information_schema tells of DIRAC's tables, a line a column, index and foreign key. */
final class SchemaSnapshot {
    private static final String COLUMNS = "SELECT CONCAT_WS(' ', TABLE_NAME, COLUMN_NAME, COLUMN_TYPE,"
            + " IF(IS_NULLABLE = 'YES', 'null', 'not null'), CONCAT('default ', IFNULL(COLUMN_DEFAULT, 'none')), EXTRA,"
            + " IFNULL(COLLATION_NAME, '')) FROM information_schema.COLUMNS"
            + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE 'Sluice%' ORDER BY TABLE_NAME, ORDINAL_POSITION";
    private static final String INDEXES = "SELECT CONCAT(TABLE_NAME, ' (',"
            + " GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX), ') ', IF(MIN(NON_UNIQUE) = 0, 'unique', ''))"
            + " FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE 'Sluice%'"
            + " GROUP BY TABLE_NAME, INDEX_NAME ORDER BY 1";
    private static final String FOREIGN_KEYS = "SELECT CONCAT(TABLE_NAME, ' (',"
            + " GROUP_CONCAT(COLUMN_NAME ORDER BY ORDINAL_POSITION), ') -> ', REFERENCED_TABLE_NAME, ' (',"
            + " GROUP_CONCAT(REFERENCED_COLUMN_NAME ORDER BY ORDINAL_POSITION), ')')"
            + " FROM information_schema.KEY_COLUMN_USAGE"
            + " WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL"
            + " GROUP BY CONSTRAINT_NAME, TABLE_NAME, REFERENCED_TABLE_NAME ORDER BY 1";
    private static final String TABLES = "SELECT CONCAT_WS(' ', TABLE_NAME, ENGINE, TABLE_COLLATION)"
            + " FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE 'Sluice%'"
            + " ORDER BY TABLE_NAME";
    private static final String TRIGGERS = "SELECT CONCAT_WS(' ', TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION,"
            + " EVENT_OBJECT_TABLE, LOWER(REGEXP_REPLACE(ACTION_STATEMENT, '[`[:space:]]+', '')))"
            + " FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()";

    private SchemaSnapshot() {}

    static List<String> columnsIndexesAndKeys(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (String query : List.of(COLUMNS, INDEXES, FOREIGN_KEYS)) {
            lines.addAll(lines(connection, query));
        }
        return lines;
    }

    static List<String> tables(Connection connection) throws SQLException {
        return lines(connection, TABLES);
    }

    /** Triggers, their text without blanks and in small letters. */
    static List<String> triggers(Connection connection) throws SQLException {
        return lines(connection, TRIGGERS);
    }

    /** All definitions and all rows of DIRAC's tables. */
    static List<String> everything(Connection connection) throws SQLException {
        List<String> all = new ArrayList<>(triggers(connection));
        for (String table : lines(
                connection,
                "SELECT TABLE_NAME FROM information_schema.TABLES"
                        + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE 'Sluice%' ORDER BY TABLE_NAME")) {
            all.addAll(lines(connection, "SHOW CREATE TABLE " + table));
            all.addAll(lines(connection, "SELECT * FROM " + table));
        }
        return all;
    }

    private static List<String> lines(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> lines = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(row.getString(i)));
                }
                lines.add(String.join(" | ", values).strip());
            }
            return lines;
        }
    }
}
