package org.sluice.routes.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.trigger.Trigger;
import org.sluice.routes.health.Condition;
import org.sluice.routes.mq.MqSender;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.notice.NoticePublisher;

/** What the engine does beside handling batches: pending work, task notices, forgetting. */
final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    /** Changes of transformations take effect within this time, and a database that went away is noticed. */
    private static final Duration OFTEN = Duration.ofSeconds(1);

    /** With a step of pending work after it, what others write is answered within 5 s. */
    private static final Duration LOOKS = Duration.ofSeconds(2);

    private static final Duration SELDOM = Duration.ofHours(1);

    private final Condition database;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final List<Loop> afterCommits = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    Background(Condition database) {
        this.database = database;
    }

    /**
     * Does the work that changes of transformations leave.
     *
     * @param busy whether live events are being handled
     */
    void work(Trigger trigger, BooleanSupplier busy) {
        start(new Loop("sluice-pending-work", OFTEN, () -> told(trigger.work()), this::failed, new GivingWay(busy)));
    }

    /**
     * Notices what DIRAC's clients write into the tables.
     *
     * @param further what is looked at just as often
     */
    void look(BesideDirac beside, Runnable further) {
        start(new Loop(
                "sluice-look-outside",
                LOOKS,
                () -> {
                    boolean more = beside.look();
                    further.run();
                    return told(more);
                },
                this::failed));
    }

    /** Sends task notices. */
    void publish(NoticePublisher notices, MqSender sender, Condition destination) {
        Loop loop = new Loop(
                "sluice-notices",
                OFTEN,
                () -> {
                    if (!destination.state().isUp()) {
                        sender.ready().join();
                    }
                    boolean more = told(notices.publish() > 0);
                    destination.up();
                    return more;
                },
                fault -> failed(fault, destination));
        afterCommits.add(loop);
        start(loop);
    }

    /** Forgets events that were received longer ago than the journal is to be kept. */
    void forget(Stores stores, Duration retention) {
        start(new Loop(
                "sluice-journal-retention",
                SELDOM,
                () -> {
                    long forgotten = stores.forgetEventsBefore(
                            Clock.systemUTC().instant().minus(retention));
                    LOG.debug("Forgot {} journal entries.", forgotten);
                    return false;
                },
                this::failed));
    }

    /** Looks at something now and then. */
    void watch(Duration pause, Runnable look) {
        start(new Loop(
                "sluice-watch",
                pause,
                () -> {
                    look.run();
                    return false;
                },
                fault -> LOG.error("Looking at connections failed unexpectedly.", fault)));
    }

    /** There may be notices. */
    void committed() {
        afterCommits.forEach(Loop::wake);
    }

    @Override
    public void close() {
        closed = true;
        loops.forEach(Loop::close);
    }

    private void start(Loop loop) {
        loops.add(loop);
        loop.start();
        if (closed) {
            loop.close();
        }
    }

    private boolean told(boolean result) {
        database.up();
        return result;
    }

    private void failed(RuntimeException fault) {
        if (closed) {
            LOG.debug("Work in the background failed while everything is closed.", fault);
        } else if (fault instanceof StoreUnavailableException away) {
            database.down(String.valueOf(away.getMessage()));
        } else {
            LOG.error("Work in the background failed unexpectedly; it will be tried again.", fault);
        }
    }

    private void failed(RuntimeException fault, Condition destination) {
        Throwable cause = fault.getCause() instanceof MqUnavailableException wrapped ? wrapped : fault;
        if (cause instanceof MqUnavailableException away && !closed) {
            destination.down(String.valueOf(away.getMessage()));
        } else {
            failed(fault);
        }
    }
}
