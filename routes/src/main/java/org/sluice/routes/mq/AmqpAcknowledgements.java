package org.sluice.routes.mq;

import com.rabbitmq.client.AlreadyClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The acknowledgements of one channel, put together. A batch settles hundreds of messages at a time, and a frame for each costs
 * RabbitMQ as much as all the rest that it does for the message. AMQP lets one frame acknowledge all messages up to a number:
 * it is sent for those before which nothing is open any more. Those behind one that is open wait a moment for it, and then
 * go one by one: the one may be open for long, and they count against the prefetch.
 *
 * <p>Numbers are a channel's delivery tags, which rise. Thread-safe; frames are sent by whoever runs what is
 * handed to {@link Later}, one task after another.
 */
final class AmqpAcknowledgements {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpAcknowledgements.class);
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final Frames frames;
    private final Later later;
    /** Delivered and not settled: no more than the prefetch, however long one of them stays so. */
    private final TreeSet<Long> open = new TreeSet<>();

    private final TreeSet<Long> unsent = new TreeSet<>();
    private boolean scheduled;
    private boolean waits;

    /** What is sent on the channel. */
    @FunctionalInterface
    interface Frames {
        /** @param multiple whether all messages up to this one are acknowledged */
        void acknowledge(long tag, boolean multiple) throws IOException;
    }

    /** Runs tasks one after another, after a while; false where it is closed. */
    @FunctionalInterface
    interface Later {
        boolean later(Runnable task, Duration delay);
    }

    AmqpAcknowledgements(Frames frames, Later later) {
        this.frames = frames;
        this.later = later;
    }

    /** To be told of each message before anybody can settle it. */
    synchronized void delivered(long tag) {
        open.add(tag);
    }

    /** Acknowledges a message, at once as good as. */
    void acknowledge(long tag) {
        boolean first;
        synchronized (this) {
            open.remove(tag);
            unsent.add(tag);
            first = !scheduled;
            scheduled = true;
        }
        if (first) {
            later.later(this::sendReached, Duration.ZERO);
        }
    }

    /** A message was settled by a frame of its own. */
    synchronized void settledOtherwise(long tag) {
        open.remove(tag);
    }

    private void sendReached() {
        long highest;
        boolean beginsToWait;
        synchronized (this) {
            scheduled = false;
            highest = takeReached();
            beginsToWait = !unsent.isEmpty() && !waits;
            waits |= beginsToWait;
        }
        if (highest > 0) {
            send(highest, true);
        }
        if (beginsToWait) {
            later.later(this::sendAll, PATIENCE);
        }
    }

    /** The highest message that is to be acknowledged together with all before it; 0 where there is none. */
    private long takeReached() {
        SortedSet<Long> together = open.isEmpty() ? unsent : unsent.headSet(open.first());
        if (together.isEmpty()) {
            return 0;
        }
        long highest = together.last();
        together.clear();
        return highest;
    }

    /** Sends all that wait, each by itself where something before it is open. */
    void sendAll() {
        long highest;
        List<Long> others;
        synchronized (this) {
            waits = false;
            highest = takeReached();
            others = new ArrayList<>(unsent);
            unsent.clear();
        }
        if (highest > 0) {
            send(highest, true);
        }
        others.forEach(tag -> send(tag, false));
    }

    private void send(long tag, boolean multiple) {
        try {
            frames.acknowledge(tag, multiple);
        } catch (IOException | AlreadyClosedException gone) {
            LOG.debug("The channel is gone; what was delivered on it comes again.", gone);
        }
    }
}
