package org.sluice.routes.pipeline;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.RejectionReason;

/** Takes waiting messages together until a batch is full, or nothing waits, or it has taken too long. */
final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final PipelineSettings settings;
    private final Intake intake;
    private final Pipeline.Decoder decoder;
    private final InHand inHand;

    Collector(PipelineSettings settings, Intake intake, Pipeline.Decoder decoder, InHand inHand) {
        this.settings = settings;
        this.intake = intake;
        this.decoder = decoder;
        this.inHand = inHand;
    }

    /** The next batch, which is in hand from now on; waits for its first message. Empty once the intake is closed. */
    Optional<Batch> next() throws InterruptedException {
        Batch batch = new Batch();
        return intake.take(() -> inHand.begin(batch.turn())).map(first -> collect(batch, first));
    }

    private Batch collect(Batch batch, Delivery first) {
        long begin = System.nanoTime();
        Optional<Delivery> next = Optional.of(first);
        while (next.isPresent()) {
            batch.add(next.get(), decode(next.get()));
            next = closes(batch, begin) ? Optional.empty() : intake.poll();
        }
        return batch;
    }

    private boolean closes(Batch batch, long begin) {
        return batch.events() >= settings.batchSize()
                || System.nanoTime() - begin >= settings.batchTimeout().toNanos();
    }

    /**
     * A message that makes the codec fail would make it fail for ever, and hold up all that come after it; so such a
     * failure is the message's fault. A deeply nested one may exhaust the stack.
     */
    private List<Decoded> decode(Delivery delivery) {
        try {
            return decoder.decode(delivery.body(), delivery.origin(), delivery.received());
        } catch (RuntimeException | StackOverflowError fault) {
            LOG.error(
                    "A message from {} could not be read, unexpectedly; it is dead-lettered.",
                    delivery.origin().source(),
                    fault);
            return List.of(new Decoded.Rejected(
                    RejectionReason.UNPROCESSABLE,
                    "The message could not be read, for a reason that was not foreseen: " + fault,
                    Optional.empty(),
                    delivery.body()));
        }
    }
}
