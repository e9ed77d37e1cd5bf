package org.sluice.routes.cli;

import org.sluice.config.Configuration;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;

/** Opens the database that a configuration names: the registry of transformations and the other stores over it. */
@FunctionalInterface
interface Registries {

    /**
     * Opens it.
     *
     * @throws org.sluice.engine.store.StoreUnavailableException when the database cannot be reached
     */
    Open open(Configuration configuration);

    /** Stores that are open until they are closed. */
    interface Open extends AutoCloseable {
        TransformationRegistry registry();

        TriggerStore triggerStore();

        FileLookup fileLookup();

        @Override
        void close();
    }
}
