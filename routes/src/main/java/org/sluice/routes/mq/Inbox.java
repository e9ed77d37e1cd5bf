package org.sluice.routes.mq;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqUri;

/**
 * What a destination delivered and nobody took yet; the broker's prefetch bounds it. Where the destination says
 * {@code Acknowledgement = False}, a delivery is acknowledged as it is taken. Thread-safe.
 */
final class Inbox implements AutoCloseable {
    private final MqDestination destination;
    private final Shared<Consuming> shared;
    private final int prefetch;
    private final Consumer<AutoCloseable> closing;
    private final Consuming.Subscription subscription;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final Object release = new Object();
    private boolean released;
    private boolean closed;

    /** @param closing told when this is closed */
    Inbox(MqDestination destination, Shared<Consuming> shared, int prefetch, Consumer<AutoCloseable> closing) {
        this.destination = destination;
        this.shared = shared;
        this.prefetch = prefetch;
        this.closing = closing;
        this.subscription = shared.borrow().subscribe(destination, prefetch, this::receive);
    }

    MqUri uri() {
        return destination.uri();
    }

    /** How many messages may be unacknowledged at once. */
    int prefetch() {
        return prefetch;
    }

    boolean acknowledgesByItself() {
        return !destination.acknowledgement();
    }

    boolean isSubscribed() {
        return subscription.isUp();
    }

    Optional<String> problem() {
        return subscription.problem();
    }

    long reconnects() {
        return subscription.reconnects();
    }

    OptionalLong lag() {
        return subscription.lag();
    }

    private void receive(Delivery delivery) {
        lock.lock();
        try {
            // Otherwise it goes back to the broker with the subscription.
            if (!closed) {
                waiting.add(delivery);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next one that can still be acknowledged; empty when none came in time, or this is closed. */
    Optional<Delivery> take(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Delivery next = waiting.poll();
                if (next == null) {
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    left = changed.awaitNanos(left);
                } else if (acknowledgesByItself() ? next.acknowledge() : !next.isStale()) {
                    return Optional.of(next);
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for as long as it takes; empty when this is closed. */
    Optional<Delivery> take() throws InterruptedException {
        Optional<Delivery> next = Optional.empty();
        while (next.isEmpty() && !isClosed()) {
            next = take(Duration.ofNanos(TimeUnit.HOURS.toNanos(1)));
        }
        return next;
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more can be taken from now on; what was taken can still be acknowledged. */
    void shut() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives everything unacknowledged back to the broker. */
    @Override
    public void close() {
        shut();
        // Whoever comes second waits until it is done.
        synchronized (release) {
            if (!released) {
                released = true;
                subscription.close();
                shared.giveBack();
                closing.accept(this);
            }
        }
    }
}
