package org.sluice.engine.store.memory;

import org.sluice.engine.store.FileLookupContract;
import org.sluice.engine.store.Stores;

class MemoryFileLookupTest extends FileLookupContract {
    @Override
    protected Stores emptyStores() {
        return MemoryStores.empty(clock);
    }
}
