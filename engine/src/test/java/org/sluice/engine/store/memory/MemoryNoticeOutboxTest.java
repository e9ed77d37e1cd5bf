package org.sluice.engine.store.memory;

import org.sluice.engine.store.NoticeOutboxContract;
import org.sluice.engine.store.Stores;

class MemoryNoticeOutboxTest extends NoticeOutboxContract {
    @Override
    protected Stores emptyStores() {
        return MemoryStores.empty(clock);
    }
}
