package org.sluice.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Creates those of DIRAC's tables that are missing, and the numbering trigger with the table that it belongs to. In a
 * database that DIRAC made, nothing is left to create, and nothing is changed.
 */
final class DiracTables extends BaseJavaMigration {
    private final String folder;
    private final boolean trigger;

    /** @param folder the flavour's, below {@code schema/} */
    DiracTables(String folder, boolean trigger) {
        this.folder = folder;
        this.trigger = trigger;
    }

    // Said here instead of in the class's name, which Flyway would take them from.
    @Override
    protected void init() {}

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("1");
    }

    @Override
    public String getDescription() {
        return "dirac tables";
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        boolean tasksAreNew = !hasTable(connection, "TransformationTasks");
        try (Statement statement = connection.createStatement()) {
            for (String sql : script("dirac-tables.sql").split(";\\s*\\R", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            if (trigger && tasksAreNew) {
                statement.execute(script("dirac-trigger.sql"));
            }
        }
    }

    private static boolean hasTable(Connection connection, String table) throws SQLException {
        try (ResultSet found = connection
                .getMetaData()
                .getTables(connection.getCatalog(), connection.getSchema(), table, new String[] {"TABLE"})) {
            return found.next();
        }
    }

    private String script(String name) {
        String path = "schema/" + folder + "/" + name;
        try (InputStream script = DiracTables.class.getResourceAsStream(path)) {
            if (script == null) {
                throw new IllegalStateException("this build lacks " + path);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
