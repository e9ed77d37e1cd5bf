package org.sluice.routes.exchange;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.UnitOfWorkHelper;

/**
 * A consumer that makes an exchange of each message, has it processed asynchronously, and settles the message by the
 * exchange's outcome. The settlement goes with the exchange's unit of work: where a route hands that over to another one,
 * through {@code seda:} for instance, the message is settled at the end of the other route.
 */
public abstract class SettlingConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    protected SettlingConsumer(Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** What becomes of one message. */
    protected interface Outcome {
        /** The exchange is complete; called once. */
        void settle(boolean succeeded);

        /** It failed, for this reason; called after it was settled. */
        void failed(Exchange exchange, Throwable failure);
    }

    /** Processes a message; returns when it has been handed to the route, and never throws. */
    protected final void process(Consumer<Message> content, Outcome outcome) {
        Settlement settlement = new Settlement(outcome);
        Exchange exchange = createExchange(false);
        exchange.getExchangeExtension().addOnCompletion(settlement);
        try {
            content.accept(exchange.getIn());
            getAsyncProcessor().process(exchange, doneSync -> completed(exchange, settlement));
        } catch (Throwable e) {
            // Errors as well: the calling thread must live on to take the next message.
            exchange.setException(e);
            completed(exchange, settlement);
        }
    }

    private void completed(Exchange exchange, Settlement settlement) {
        // Left over where no unit of work took them: a processor outside a route, or a route that refused the exchange.
        List<Synchronization> left = exchange.getExchangeExtension().handoverCompletions();
        if (left != null) {
            UnitOfWorkHelper.doneSynchronizations(exchange, left);
        }
        Exception failure = exchange.getException();
        if (failure != null) {
            settlement.settle(false);
            settlement.outcome.failed(exchange, failure);
        }
        releaseExchange(exchange, false);
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Suspension and stop do all that is to be done.
    }

    private static final class Settlement implements Synchronization {
        private final Outcome outcome;
        private final AtomicBoolean settled = new AtomicBoolean();

        Settlement(Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public void onComplete(Exchange exchange) {
            settle(!exchange.isRollbackOnly() && !exchange.isRollbackOnlyLast());
        }

        @Override
        public void onFailure(Exchange exchange) {
            settle(false);
        }

        void settle(boolean succeeded) {
            if (settled.compareAndSet(false, true)) {
                outcome.settle(succeeded);
            }
        }
    }
}
