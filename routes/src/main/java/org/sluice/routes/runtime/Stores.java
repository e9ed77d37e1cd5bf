package org.sluice.routes.runtime;

import java.time.Instant;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.TriggerStore;
import org.sluice.persistence.Database;
import org.sluice.persistence.OutsideWork;

/** The stores that the engine works on, opened. Thread-safe. */
public interface Stores extends AutoCloseable {

    /** The engine's transactions. */
    TriggerStore triggerStore();

    /** The notices to be sent. */
    NoticeOutbox noticeOutbox();

    /** Forgets journal entries received before a time; returns how many. */
    long forgetEventsBefore(Instant before);

    /** Looks at what others wrote into the tables, and acts on it; see {@link Database#lookOutside}. */
    OutsideWork lookOutside();

    /** How many transformations are in quarantine. */
    int quarantined();

    @Override
    void close();

    /** Opens stores. */
    @FunctionalInterface
    interface Opener {
        /**
         * @throws org.sluice.engine.store.StoreUnavailableException when they cannot be reached now; will be asked again.
         *     Whatever else is thrown ends the engine
         */
        Stores open();
    }
}
