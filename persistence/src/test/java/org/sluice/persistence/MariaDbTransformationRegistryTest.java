package org.sluice.persistence;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.sluice.engine.store.Stores;
import org.sluice.engine.store.TransformationRegistryContract;

class MariaDbTransformationRegistryTest extends TransformationRegistryContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.mariaDb();

    @Override
    protected Stores emptyStores() {
        return DATABASE.begin(clock);
    }
}
