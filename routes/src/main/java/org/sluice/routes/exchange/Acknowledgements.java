package org.sluice.routes.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The acknowledgements of one channel, put together and in order. A batch settles hundreds of messages at a time, and batches
 * end in any order; RabbitMQ looks for each acknowledged message from the oldest that is open, so that it passes over
 * hundreds for each where a younger batch is done first. Those before which nothing is open any more go together. Those
 * behind one that is open wait a moment for it where many are open, and then go one by one: the one may be open for long, and
 * they count against the prefetch. Where few are open, the prefetch may be small, and the broker has not far to look.
 *
 * <p>One for each subscription, so that none holds up another. Thread-safe; frames are sent by whoever runs what is handed to {@link Later}, one task after another.
 *
 * @param <T> a message; their order is that in which the channel delivered them
 */
public final class Acknowledgements<T extends Comparable<T>> {
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final int FEW = 32;

    private final Frames<T> frames;
    private final Later later;
    /** Delivered and not settled: no more than the prefetch, however long one of them stays so. */
    private final TreeSet<T> open = new TreeSet<>();

    private final TreeSet<T> unsent = new TreeSet<>();
    private boolean scheduled;
    private boolean waits;

    /** Sends to the broker. */
    @FunctionalInterface
    public interface Frames<T> {
        /**
         * Acknowledges messages, in their order. Where the channel is gone nothing is to be done: the broker delivers them again.
         *
         * @param together nothing that came before the last of these is open
         * @param singly something that came before each of these is open
         */
        void acknowledge(List<T> together, List<T> singly);
    }

    /** Runs tasks one after another, after a while; none any more where the channel is gone. */
    @FunctionalInterface
    public interface Later {
        void later(Runnable task, Duration delay);
    }

    /**
     * For the messages of one subscription.
     *
     * @param later runs what sends
     */
    public Acknowledgements(Frames<T> frames, Later later) {
        this.frames = frames;
        this.later = later;
    }

    /** To be told of each message before anybody can settle it. */
    public synchronized void delivered(T message) {
        open.add(message);
    }

    /** Acknowledges a message, at once as good as. */
    public void acknowledge(T message) {
        boolean first;
        synchronized (this) {
            open.remove(message);
            unsent.add(message);
            first = !scheduled;
            scheduled = true;
        }
        if (first) {
            later.later(this::sendReached, Duration.ZERO);
        }
    }

    /** A message was settled by a frame of its own. */
    public synchronized void settledOtherwise(T message) {
        open.remove(message);
    }

    private void sendReached() {
        List<T> together;
        List<T> singly;
        boolean beginsToWait;
        synchronized (this) {
            scheduled = false;
            together = takeReached();
            singly = open.size() > FEW ? List.of() : takeAll();
            beginsToWait = !unsent.isEmpty() && !waits;
            waits |= beginsToWait;
        }
        send(together, singly);
        if (beginsToWait) {
            later.later(this::sendAll, PATIENCE);
        }
    }

    /** Those that are to be acknowledged before which nothing is open. */
    private List<T> takeReached() {
        SortedSet<T> reached = open.isEmpty() ? unsent : unsent.headSet(open.first());
        List<T> together = new ArrayList<>(reached);
        reached.clear();
        return together;
    }

    private List<T> takeAll() {
        List<T> all = new ArrayList<>(unsent);
        unsent.clear();
        return all;
    }

    /** Sends all that wait, each by itself where something before it is open. By who runs the tasks. */
    public void sendAll() {
        List<T> together;
        List<T> singly;
        synchronized (this) {
            waits = false;
            together = takeReached();
            singly = takeAll();
        }
        send(together, singly);
    }

    private void send(List<T> together, List<T> singly) {
        if (!together.isEmpty() || !singly.isEmpty()) {
            frames.acknowledge(together, singly);
        }
    }
}
