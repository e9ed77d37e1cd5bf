package org.sluice.persistence;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.sluice.engine.store.Stores;
import org.sluice.engine.store.TriggerStoreContract;

class H2TriggerStoreTest extends TriggerStoreContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2("TriggerStore");

    @Override
    protected Stores emptyStores() {
        return DATABASE.begin(clock);
    }
}
