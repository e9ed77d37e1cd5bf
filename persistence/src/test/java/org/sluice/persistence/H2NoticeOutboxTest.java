package org.sluice.persistence;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.sluice.engine.store.NoticeOutboxContract;
import org.sluice.engine.store.Stores;

class H2NoticeOutboxTest extends NoticeOutboxContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2("NoticeOutbox");

    @Override
    protected Stores emptyStores() {
        return DATABASE.begin(clock);
    }
}
