package org.sluice.engine.store.memory;

import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.FileLookupContract;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;

class MemoryFileLookupTest extends FileLookupContract {
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

    @Override
    protected FileLookup lookup() {
        return memory;
    }
}
