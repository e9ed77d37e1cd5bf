package org.sluice.routes.mq;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Something that many use, opened by the first of them and closed after the last. Thread-safe. */
final class Shared<T> {
    private final Supplier<T> opener;
    private final Consumer<T> closer;
    private Optional<T> opened = Optional.empty();
    private int users;

    Shared(Supplier<T> opener, Consumer<T> closer) {
        this.opener = opener;
        this.closer = closer;
    }

    /** To be given back once. */
    synchronized T borrow() {
        T one = opened.orElseGet(opener);
        opened = Optional.of(one);
        users++;
        return one;
    }

    void giveBack() {
        leave().ifPresent(closer);
    }

    /** What is to be closed, outside of the lock: that takes its time, and the next user need not wait for it. */
    private synchronized Optional<T> leave() {
        users--;
        if (users > 0) {
            return Optional.empty();
        }
        Optional<T> last = opened;
        opened = Optional.empty();
        return last;
    }
}
