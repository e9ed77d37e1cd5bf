package org.sluice.routes.database;

import java.nio.file.Path;
import org.sluice.config.Configuration;
import org.sluice.config.value.Secret;
import org.sluice.persistence.Database;
import org.sluice.persistence.DatabaseSettings;

/**
 * Where the configuration has its database: DIRAC's {@code TransformationDB} where a host is configured, otherwise a
 * file of Sluice's own, which other commands reach while an engine runs on it.
 */
public final class ConfiguredDatabase {
    private static final String FILE = "sluice";

    private ConfiguredDatabase() {}

    /**
     * The place, and who to be there.
     *
     * @throws org.sluice.config.cfg.ConfigException when the configuration is wrong
     */
    public static DatabaseSettings settings(Configuration configuration) {
        org.sluice.config.DatabaseSettings database = configuration.database();
        return switch (database.driver()) {
            case H2 -> embedded(configuration.engine().dataDirectory());
            case MARIADB ->
                DatabaseSettings.mariaDb(
                        database.host().orElseThrow(),
                        database.port(),
                        database.name(),
                        database.user().orElse(""),
                        () -> database.password().map(Secret::reveal).orElse(""));
        };
    }

    /**
     * Connects, and makes missing tables.
     *
     * @throws org.sluice.engine.store.StoreUnavailableException when it cannot be reached now
     * @throws org.sluice.persistence.SchemaConflictException when it holds tables that Sluice cannot work with
     */
    public static Database open(Configuration configuration) {
        return Database.open(settings(configuration));
    }

    private static DatabaseSettings embedded(Path dataDirectory) {
        return DatabaseSettings.embedded(dataDirectory.resolve(FILE));
    }
}
