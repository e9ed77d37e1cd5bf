package org.sluice.engine.store.memory;

import org.sluice.engine.store.DirectoriesContract;
import org.sluice.engine.store.Stores;

class MemoryDirectoriesTest extends DirectoriesContract {
    @Override
    protected Stores emptyStores() {
        return MemoryStores.empty(clock);
    }
}
