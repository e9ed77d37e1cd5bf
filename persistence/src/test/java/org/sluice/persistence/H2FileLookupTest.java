package org.sluice.persistence;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.sluice.engine.store.FileLookupContract;
import org.sluice.engine.store.Stores;

class H2FileLookupTest extends FileLookupContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2("FileLookup");

    @Override
    protected Stores emptyStores() {
        return DATABASE.begin(clock);
    }
}
