package org.sluice.routes.cli;

import org.sluice.config.Configuration;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;
import org.sluice.persistence.Database;
import org.sluice.routes.runtime.ConfiguredDatabase;

/** The registry in the database that the configuration names; by default the embedded one, whether an engine runs on it or not. */
final class DatabaseRegistries implements Registries {

    @Override
    public Open open(Configuration configuration) {
        Database database = ConfiguredDatabase.open(configuration);
        return new Open() {
            @Override
            public TransformationRegistry registry() {
                return database.transformationRegistry();
            }

            @Override
            public TriggerStore triggerStore() {
                return database.triggerStore();
            }

            @Override
            public FileLookup fileLookup() {
                return database.fileLookup();
            }

            @Override
            public void close() {
                database.close();
            }
        };
    }
}
