package org.sluice.routes.mq;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.exchange.SettlingConsumer;

/** Hands the messages of a destination to a route, asynchronously, up to {@code prefetch} of them at once. */
final class MqConsumer extends SettlingConsumer {
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
    public int getPendingExchangesSize() {
        return run.map(Run::inFlight).orElse(0);
    }

    /** What goes on between a start or resume and the next suspension or stop. */
    private final class Run {
        private final Inbox inbox = endpoint.getComponent().messaging().inbox(endpoint.getMqUri(), endpoint.prefetch());
        private final Semaphore permits = new Semaphore(inbox.prefetch());
        private final ExecutorService thread = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadExecutor(MqConsumer.this, "mq-" + endpoint.getMqUri());
        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicBoolean closing = new AtomicBoolean();
        private volatile boolean takesNoMore;
        private volatile boolean ending;

        int inFlight() {
            return inFlight.get();
        }

        private void work() {
            try {
                while (!inbox.isClosed()) {
                    permits.acquire();
                    Optional<Delivery> next = inbox.take();
                    if (next.isPresent()) {
                        inFlight.incrementAndGet();
                        take(next.get(), this);
                    } else {
                        permits.release();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                takesNoMore = true;
                closeWhenIdle();
            }
        }

        void settle(Delivery delivery, boolean succeeded) {
            try {
                if (succeeded) {
                    delivery.acknowledgeSoon();
                } else if (!ending) {
                    // Otherwise it goes back with everything else.
                    delivery.giveBack(Delivery.REDELIVERY_DELAY);
                }
            } finally {
                inFlight.decrementAndGet();
                permits.release();
                closeWhenIdle();
            }
        }

        /** The last of those in flight, or the thread that takes messages, closes it. */
        void suspend() {
            ending = true;
            inbox.shut();
        }

        private void closeWhenIdle() {
            if (ending && takesNoMore && inFlight.get() == 0 && closing.compareAndSet(false, true)) {
                // In a thread of its own: it waits for the broker, and settling must not.
                Thread closer = new Thread(this::close, "mq-close-" + endpoint.getMqUri());
                closer.setDaemon(true);
                closer.start();
            }
        }

        private void close() {
            inbox.close();
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(thread);
        }

        void end() {
            suspend();
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
            close();
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
        process(
                message -> {
                    message.setBody(delivery.body());
                    delivery.headers().forEach(message::setHeader);
                    delivery.user().ifPresent(user -> message.getExchange().setProperty(MqEndpoint.USER, user));
                },
                new Outcome() {
                    @Override
                    public void settle(boolean succeeded) {
                        from.settle(delivery, succeeded);
                    }

                    @Override
                    public void failed(Exchange exchange, Throwable failure) {
                        if (from.ending) {
                            // Hundreds of messages may be waiting when a route stops, and are delivered again.
                            LOG.debug("A message from {} was not handled; it is delivered again.", uri(), failure);
                        } else {
                            getExceptionHandler()
                                    .handleException("A message from " + uri() + " failed", exchange, failure);
                        }
                    }
                });
    }

    private MqUri uri() {
        return endpoint.getMqUri();
    }
}
