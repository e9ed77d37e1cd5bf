package org.sluice.persistence;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.sluice.engine.store.DirectoriesContract;
import org.sluice.engine.store.Stores;

class H2DirectoriesTest extends DirectoriesContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2("Directories");

    @Override
    protected Stores emptyStores() {
        return DATABASE.begin(clock);
    }
}
