package org.sluice.engine.store.memory;

import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TransformationRegistryContract;
import org.sluice.engine.store.TriggerStore;

class MemoryTransformationRegistryTest extends TransformationRegistryContract {
    private final MemoryStore memory = new MemoryStore(clock);

    @Override
    protected TriggerStore store() {
        return memory;
    }

    @Override
    protected TransformationRegistry registry() {
        return memory;
    }

    @Override
    protected NoticeOutbox outbox() {
        return memory;
    }
}
