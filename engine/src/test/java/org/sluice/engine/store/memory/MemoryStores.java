package org.sluice.engine.store.memory;

import java.time.Clock;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.Stores;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;

/** One store in memory, which is all of them. */
record MemoryStores(MemoryStore memory) implements Stores {
    static Stores empty(Clock clock) {
        return new MemoryStores(new MemoryStore(clock));
    }

    @Override
    public TriggerStore store() {
        return memory;
    }

    @Override
    public TransformationRegistry registry() {
        return memory;
    }

    @Override
    public NoticeOutbox outbox() {
        return memory;
    }

    @Override
    public FileLookup lookup() {
        return memory;
    }
}
