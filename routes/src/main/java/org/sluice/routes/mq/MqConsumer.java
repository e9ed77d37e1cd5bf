package org.sluice.routes.mq;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.UnitOfWorkHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the messages of a destination to a route, asynchronously, up to {@code prefetch} of them at once. */
final class MqConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private static final Logger LOG = LoggerFactory.getLogger(MqConsumer.class);
    private static final long STOP_PATIENCE_SECONDS = 10;

    private final MqEndpoint endpoint;
    private volatile Optional<Run> run = Optional.empty();

    MqConsumer(MqEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    // -- life

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        begin();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        begin();
    }

    private void begin() {
        Run next = new Run();
        run = Optional.of(next);
        next.thread.execute(next::work);
    }

    /** Takes no further message; Camel, which suspends before it stops, waits for the exchanges in flight itself. */
    @Override
    protected void doSuspend() throws Exception {
        run.ifPresent(Run::suspend);
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        run.ifPresent(Run::end);
        run = Optional.empty();
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        endpoint.forget(this);
        super.doShutdown();
    }

    Optional<String> problem() {
        return run.flatMap(current -> current.inbox.problem());
    }

    boolean isSubscribed() {
        return run.filter(current -> current.inbox.isSubscribed()).isPresent();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return run.map(Run::inFlight).orElse(0);
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Suspension and stop do all that is to be done.
    }

    /** What goes on between a start or resume and the next suspension or stop. */
    private final class Run {
        private final Inbox inbox = endpoint.getComponent().messaging().inbox(endpoint.getMqUri(), endpoint.prefetch());
        private final Semaphore permits = new Semaphore(inbox.prefetch());
        private final ExecutorService thread = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadExecutor(MqConsumer.this, "mq-" + endpoint.getMqUri());
        private volatile boolean ending;

        int inFlight() {
            return inbox.prefetch() - permits.availablePermits();
        }

        private void work() {
            try {
                while (!inbox.isClosed()) {
                    permits.acquire();
                    Optional<Delivery> next = inbox.take();
                    if (next.isPresent()) {
                        take(next.get(), this);
                    } else {
                        permits.release();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void settle(Delivery delivery, boolean succeeded) {
            try {
                if (succeeded) {
                    delivery.acknowledge();
                } else if (!ending) {
                    // Otherwise it goes back with everything else.
                    delivery.giveBack(Delivery.REDELIVERY_DELAY);
                }
            } finally {
                permits.release();
                if (ending && inFlight() == 0) {
                    closeLater();
                }
            }
        }

        void suspend() {
            inbox.shut();
            ending = true;
            if (inFlight() == 0) {
                closeLater();
            }
        }

        /** In a thread of its own: it waits for the broker, and settling must not. */
        private void closeLater() {
            Thread closing = new Thread(inbox::close, "mq-close-" + endpoint.getMqUri());
            closing.setDaemon(true);
            closing.start();
        }

        void end() {
            inbox.shut();
            ending = true;
            // Where Camel has given up waiting already, there is no use in waiting again.
            if (!endpoint.getCamelContext().getShutdownStrategy().isTimeoutOccurred()) {
                awaitFlight();
            }
            int left = inFlight();
            if (left > 0) {
                LOG.warn(
                        "Stopping with {} messages from {} in flight; the broker delivers them again.",
                        left,
                        endpoint.getMqUri());
            }
            inbox.close();
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(thread);
        }

        private void awaitFlight() {
            try {
                if (permits.tryAcquire(inbox.prefetch(), STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    permits.release(inbox.prefetch());
                }
            } catch (InterruptedException e) {
                // Camel gives up waiting in this way; what is under way goes on to its end without us.
                Thread.currentThread().interrupt();
            }
        }
    }

    // -- messages

    private void take(Delivery delivery, Run from) {
        Settlement settlement = new Settlement(delivery, from);
        Exchange exchange = createExchange(false);
        exchange.getExchangeExtension().addOnCompletion(settlement);
        try {
            exchange.getIn().setBody(delivery.body());
            delivery.headers().forEach(exchange.getIn()::setHeader);
            getAsyncProcessor().process(exchange, doneSync -> completed(exchange, settlement));
        } catch (Throwable e) {
            // Errors as well: this thread must live on to take the next message.
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
            if (settlement.run.ending) {
                // Hundreds of messages may be waiting when a route stops, and are delivered again.
                LOG.debug("A message from {} was not handled; it is delivered again.", endpoint.getMqUri(), failure);
            } else {
                getExceptionHandler()
                        .handleException("A message from " + endpoint.getMqUri() + " failed", exchange, failure);
            }
        }
        releaseExchange(exchange, false);
    }

    /** Settles a delivery, once, when its exchange completes, wherever a route has handed that over to. */
    private static final class Settlement implements Synchronization {
        private final Delivery delivery;
        private final Run run;
        private boolean settled;

        Settlement(Delivery delivery, Run run) {
            this.delivery = delivery;
            this.run = run;
        }

        @Override
        public void onComplete(Exchange exchange) {
            settle(!exchange.isRollbackOnly() && !exchange.isRollbackOnlyLast());
        }

        @Override
        public void onFailure(Exchange exchange) {
            settle(false);
        }

        synchronized void settle(boolean succeeded) {
            if (!settled) {
                settled = true;
                run.settle(delivery, succeeded);
            }
        }
    }
}
