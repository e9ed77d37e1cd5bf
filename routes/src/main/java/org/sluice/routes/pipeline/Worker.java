package org.sluice.routes.pipeline;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.trigger.BatchResult;
import org.sluice.engine.trigger.Boundary;

/** Sees batches through, one after another: commit, acknowledge, dead-letter. */
final class Worker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Collector collector;
    private final Retry retry;
    private final DeadLetters deadLetters;
    private final Pipeline.Outlet outlet;
    private final InHand inHand;
    private final int batchSize;

    Worker(
            Collector collector,
            Retry retry,
            DeadLetters deadLetters,
            Pipeline.Outlet outlet,
            InHand inHand,
            int batchSize) {
        this.collector = collector;
        this.inHand = inHand;
        this.retry = retry;
        this.deadLetters = deadLetters;
        this.outlet = outlet;
        this.batchSize = batchSize;
    }

    @Override
    public void run() {
        try {
            Optional<Batch> batch = collector.next();
            while (batch.isPresent() && commit(batch.get())) {
                acknowledge(batch.get());
                deadLetter(batch.get());
                batch = collector.next();
            }
        } catch (InterruptedException | PipelineClosedException closed) {
            LOG.debug("Ended within a batch, which will be delivered again.");
        }
    }

    /** Whether the pipeline went on for long enough. */
    private boolean commit(Batch batch) throws InterruptedException {
        try {
            if (!commit(batch, batch.parts(batchSize))) {
                return false;
            }
        } finally {
            inHand.end(batch.turn());
        }
        List<List<Decoded.Accepted>> ends = batch.endsOfRuns(batchSize);
        if (!ends.isEmpty()) {
            inHand.awaitOthers();
        }
        return commit(batch, ends);
    }

    private boolean commit(Batch batch, List<List<Decoded.Accepted>> parts) throws InterruptedException {
        for (List<Decoded.Accepted> part : parts) {
            Optional<BatchResult> result = retry.handle(part, batch.received());
            if (result.isEmpty()) {
                return false;
            }
            result.get().refused().forEach(batch::refuse);
            outlet.boundaries().passed(Boundary.AFTER_COMMIT);
        }
        return true;
    }

    private void acknowledge(Batch batch) {
        List<Delivery> done = batch.withoutLetters();
        done.forEach(Worker::complete);
        if (!done.isEmpty()) {
            outlet.boundaries().passed(Boundary.AFTER_ACKNOWLEDGEMENT);
        }
        outlet.committed().run();
    }

    private void deadLetter(Batch batch) throws InterruptedException {
        for (var entry : batch.letters().entrySet()) {
            Delivery delivery = entry.getKey();
            deadLetters.send(entry.getValue()).thenRun(() -> {
                outlet.boundaries().passed(Boundary.AFTER_DEAD_LETTER);
                complete(delivery);
            });
        }
    }

    private static void complete(Delivery delivery) {
        delivery.done().complete(null);
    }
}
