package org.sluice.routes.demo;

import java.time.Instant;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.TriggerStore;
import org.sluice.persistence.Database;
import org.sluice.persistence.OutsideWork;
import org.sluice.routes.runtime.Stores;

/** The stores of a database that its owner closes; the demo looks into it when the engine has ended. */
record BorrowedStores(Database database) implements Stores {
    @Override
    public TriggerStore triggerStore() {
        return database.triggerStore();
    }

    @Override
    public NoticeOutbox noticeOutbox() {
        return database.noticeOutbox();
    }

    @Override
    public long forgetEventsBefore(Instant before) {
        return database.forgetEventsBefore(before);
    }

    @Override
    public OutsideWork lookOutside() {
        return database.lookOutside();
    }

    @Override
    public int quarantined() {
        return database.transformationRegistry().quarantines().size();
    }

    @Override
    public void close() {
        // The engine ends before the database does.
    }
}
