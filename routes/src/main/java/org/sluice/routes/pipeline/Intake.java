package org.sluice.routes.pipeline;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Messages that wait for a worker, in the order of their arrival. Once closed it gives out no more, but keeps what it
 * holds and what still arrives, so that those stay unacknowledged until the sources are stopped: were they refused at
 * once, the broker would deliver them again to the same process at once.
 */
final class Intake {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition taken = lock.newCondition();
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private boolean closed;

    Intake(int capacity) {
        this.capacity = capacity;
    }

    /** Adds a message; waits while it is full. */
    void put(Delivery delivery) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= capacity && !closed) {
                taken.await();
            }
            waiting.add(delivery);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The oldest message; waits for one. Empty once it is closed.
     *
     * @param taken done with the message, before anybody can take the next
     */
    Optional<Delivery> take(Runnable taken) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed) {
                arrived.await();
            }
            if (closed) {
                return Optional.empty();
            }
            taken.run();
            return removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest message, if one is waiting and it is not closed. */
    Optional<Delivery> poll() {
        lock.lock();
        try {
            return closed ? Optional.empty() : removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Gives out nothing any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What nobody took, removed. */
    List<Delivery> drain() {
        lock.lock();
        try {
            List<Delivery> rest = List.copyOf(waiting);
            waiting.clear();
            return rest;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Delivery> removeFirst() {
        Optional<Delivery> first = Optional.ofNullable(waiting.poll());
        if (first.isPresent()) {
            taken.signal();
        }
        return first;
    }
}
