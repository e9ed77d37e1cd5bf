package org.sluice.engine.store;

import java.util.List;
import java.util.function.Consumer;

/** Notices that were committed and not yet confirmed by the broker. Thread-safe; several processes may share it. */
public interface NoticeOutbox {

    /**
     * Hands the oldest notices that nobody else is sending to a sender, and removes them when it returns normally. If it
     * throws, or this process ends, they stay and are sent again: at least once.
     *
     * @return how many were sent
     * @throws StoreUnavailableException when the store cannot do it now
     */
    int send(int limit, Consumer<List<TaskNotice>> sender);
}
