package org.sluice.engine.store.memory;

import org.sluice.engine.store.Stores;
import org.sluice.engine.store.TriggerStoreContract;

class MemoryTriggerStoreTest extends TriggerStoreContract {
    @Override
    protected Stores emptyStores() {
        return MemoryStores.empty(clock);
    }
}
