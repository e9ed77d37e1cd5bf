package org.sluice.routes.cli;

import org.sluice.config.Configuration;
import org.sluice.engine.store.TransformationRegistry;

/** Opens the registry of transformations that a configuration names. */
@FunctionalInterface
interface Registries {

    /**
     * Opens it.
     *
     * @throws org.sluice.engine.store.StoreUnavailableException when the database cannot be reached
     */
    Open open(Configuration configuration);

    /** A registry that is open until it is closed. */
    interface Open extends AutoCloseable {
        TransformationRegistry registry();

        @Override
        void close();
    }
}
