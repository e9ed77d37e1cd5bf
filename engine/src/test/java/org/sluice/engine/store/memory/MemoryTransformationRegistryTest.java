package org.sluice.engine.store.memory;

import org.sluice.engine.store.Stores;
import org.sluice.engine.store.TransformationRegistryContract;

class MemoryTransformationRegistryTest extends TransformationRegistryContract {
    @Override
    protected Stores emptyStores() {
        return MemoryStores.empty(clock);
    }
}
