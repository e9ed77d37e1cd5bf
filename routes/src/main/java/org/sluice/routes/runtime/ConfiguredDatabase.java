package org.sluice.routes.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.sluice.config.Configuration;
import org.sluice.config.DatabaseSettings;
import org.sluice.config.value.Secret;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.TriggerStore;
import org.sluice.persistence.Database;
import org.sluice.persistence.OutsideWork;

/** The database that the configuration names. */
public final class ConfiguredDatabase {
    private ConfiguredDatabase() {}

    /** Opens it for the engine. */
    public static Stores.Opener opener(Configuration configuration) {
        return () -> new Opened(open(configuration));
    }

    /**
     * Opens it.
     *
     * @throws org.sluice.engine.store.StoreUnavailableException when it cannot be reached now
     * @throws org.sluice.persistence.SchemaConflictException when its tables are not such as Sluice can work with
     */
    public static Database open(Configuration configuration) {
        return Database.open(settings(configuration));
    }

    /** Where it is, and who to be there. */
    public static org.sluice.persistence.DatabaseSettings settings(Configuration configuration) {
        DatabaseSettings database = configuration.database();
        if (database.host().isEmpty()) {
            return org.sluice.persistence.DatabaseSettings.embedded(
                    directory(configuration).resolve("transformations"));
        }
        Supplier<String> password =
                () -> database.password().map(Secret::reveal).orElse("");
        return org.sluice.persistence.DatabaseSettings.mariaDb(
                database.host().get(),
                database.port(),
                database.name(),
                database.user().orElse(""),
                password);
    }

    private static Path directory(Configuration configuration) {
        Path directory = configuration.engine().dataDirectory();
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StartException(
                    "The embedded database cannot be kept in " + directory.toAbsolutePath() + " (" + e
                            + "). Make that writable, or set DataDirectory in /Systems/Transformation/Sluice.",
                    e);
        }
    }

    private record Opened(Database database) implements Stores {
        @Override
        public TriggerStore triggerStore() {
            return database.triggerStore();
        }

        @Override
        public NoticeOutbox noticeOutbox() {
            return database.noticeOutbox();
        }

        @Override
        public long forgetEventsBefore(Instant before) {
            return database.forgetEventsBefore(before);
        }

        @Override
        public OutsideWork lookOutside() {
            return database.lookOutside();
        }

        @Override
        public int quarantined() {
            return database.transformationRegistry().quarantines().size();
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
