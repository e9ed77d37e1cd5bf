package org.sluice.routes.pipeline;

import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.trigger.BatchResult;
import org.sluice.routes.health.Backoff;
import org.sluice.routes.health.Condition;

/**
 * Hands a batch to the engine until it is committed. What the engine throws is never the fault of an event (it searches
 * those out itself): the database is away, or there is a mistake in the program, and in both cases trying again loses
 * nothing while giving up would.
 */
final class Retry {
    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);

    private final Pipeline.Handler handler;
    private final Condition database;
    private final Backoff backoff;
    private final CountDownLatch stopping;
    private final PipelineMetrics metrics;

    Retry(
            Pipeline.Handler handler,
            Condition database,
            Backoff backoff,
            CountDownLatch stopping,
            PipelineMetrics metrics) {
        this.handler = handler;
        this.database = database;
        this.backoff = backoff;
        this.stopping = stopping;
        this.metrics = metrics;
    }

    /** What became of the batch; empty when the pipeline stopped before it could be committed. */
    Optional<BatchResult> handle(List<Decoded.Accepted> events, Instant received) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            Timer.Sample since = metrics.start();
            Optional<BatchResult> result = attempt(events, received);
            if (result.isPresent()) {
                database.up();
                metrics.handled(result.get(), since);
                return result;
            }
            metrics.retried();
            if (stopping.await(backoff.after(failures).toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        }
    }

    // An Error too (a class that cannot be loaded, a stack that is too small) must not end the worker in silence.
    @SuppressWarnings("CatchingUnchecked")
    private Optional<BatchResult> attempt(List<Decoded.Accepted> events, Instant received) {
        try {
            return Optional.of(handler.handle(events, received));
        } catch (StoreUnavailableException away) {
            LOG.debug("A batch of {} events will be tried again.", events.size(), away);
            tell(String.valueOf(away.getMessage()));
        } catch (RuntimeException | Error fault) {
            LOG.error("A batch of {} events failed unexpectedly; it stays unacknowledged.", events.size(), fault);
            tell("The engine failed unexpectedly (" + fault + "); the log says where.");
        }
        return Optional.empty();
    }

    /** When everything is being closed, the database may be so already, which is no news. */
    private void tell(String problem) {
        if (stopping.getCount() > 0) {
            database.down(problem);
        }
    }
}
