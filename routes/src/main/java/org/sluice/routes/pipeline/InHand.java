package org.sluice.routes.pipeline;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The batches of which something is not committed yet. The end of a run waits for them: files that came before it are not to
 * be taken for late ones because another worker has them. Thread-safe.
 */
final class InHand {
    private final Set<Turn> turns = ConcurrentHashMap.newKeySet();

    /** A batch, until it is committed but for the ends of runs in it. */
    static final class Turn {
        private final CountDownLatch committed = new CountDownLatch(1);
    }

    /** To be called before another worker can take the next message. */
    void begin(Turn turn) {
        turns.add(turn);
    }

    /** To be called in any case, however often. */
    void end(Turn turn) {
        turns.remove(turn);
        turn.committed.countDown();
    }

    /** Waits for all that are in hand now. Whoever waits has ended its own turn, so that nobody waits for who waits. */
    void awaitOthers() throws InterruptedException {
        for (Turn turn : List.copyOf(turns)) {
            turn.committed.await();
        }
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }
}
