package org.sluice.routes.stomp;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.spi.ShutdownStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.routes.exchange.SettlingConsumer;

/** Consumes one destination. Messages are processed asynchronously, up to {@code prefetch} of them at once. */
final class StompConsumer extends SettlingConsumer implements HealthCheckAware, Intake.Route {

    private static final Logger LOG = LoggerFactory.getLogger(StompConsumer.class);

    // A healthy broker answers sooner; an absent one must not hold up the start of the others.
    private static final long START_PATIENCE_SECONDS = 2;
    private static final long STOP_PATIENCE_SECONDS = 10;
    private static final long CLOSE_PATIENCE_SECONDS = 5;

    private final String subscription;
    private HealthCheck healthCheck = new StompHealthCheck(this);
    private volatile @Nullable Intake intake;

    StompConsumer(StompEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        String given = endpoint.getConfiguration().getSubscriptionId();
        this.subscription = given.isEmpty() ? "sluice-" + UUID.randomUUID() : given;
    }

    @Override
    public StompEndpoint getEndpoint() {
        return (StompEndpoint) super.getEndpoint();
    }

    Optional<StompConnectionState> connectionState() {
        return Optional.ofNullable(intake).map(current -> current.connection().state());
    }

    @Override
    public HealthCheck getHealthCheck() {
        return healthCheck;
    }

    @Override
    public void setHealthCheck(HealthCheck healthCheck) {
        this.healthCheck = healthCheck;
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

    private void begin() throws Exception {
        ExecutorService threads = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(
                        this,
                        "StompConsumer[" + getEndpoint().getDestination() + "]",
                        getEndpoint().getConfiguration().getConcurrentConsumers());
        Intake next = new Intake(getEndpoint(), getEndpoint().settings(), subscription, this, threads);
        intake = next;
        await(next.start(), START_PATIENCE_SECONDS);
    }

    /** Ends without blocking: Camel, which suspends before it stops, waits for the exchanges in flight itself. */
    @Override
    protected void doSuspend() throws Exception {
        Intake current = intake;
        if (current != null) {
            var unused = current.drain().thenRun(() -> forget(current));
        }
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        Intake current = intake;
        if (current != null) {
            end(current);
            intake = null;
        }
        super.doStop();
    }

    private void end(Intake current) {
        ShutdownStrategy strategy = getEndpoint().getCamelContext().getShutdownStrategy();
        // Where Camel has given up waiting already, there is no use in waiting again.
        if (!strategy.isTimeoutOccurred()) {
            await(current.drain(), STOP_PATIENCE_SECONDS);
        }
        int left = current.inFlight();
        if (left > 0) {
            LOG.warn(
                    "Stopping with {} messages from {} in flight; the broker delivers them again",
                    left,
                    getEndpoint().getDestination());
        }
        await(current.close(), CLOSE_PATIENCE_SECONDS);
        current.interrupt();
        forget(current);
    }

    @Override
    protected void doShutdown() throws Exception {
        getEndpoint().forget(this);
        super.doShutdown();
    }

    private void forget(Intake ended) {
        getEndpoint().getComponent().forget(ended.connection());
    }

    private static void await(CompletableFuture<Void> future, long seconds) {
        try {
            future.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.debug("Not waiting longer than {} s", seconds);
        } catch (ExecutionException e) {
            LOG.debug("Ended with a failure", e);
        } catch (InterruptedException e) {
            // Camel gives up waiting in this way; what is under way goes on to its end without us.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int getPendingExchangesSize() {
        Intake current = intake;
        return current == null ? 0 : current.inFlight();
    }

    // -- messages

    @Override
    public void take(Delivery delivery, Intake from) {
        process(
                message -> {
                    message.setBody(delivery.body());
                    HeaderMapping.read(
                            delivery.headers(), message, getEndpoint().getHeaderFilterStrategy());
                },
                new Outcome() {
                    @Override
                    public void settle(boolean succeeded) {
                        from.settle(delivery, succeeded);
                    }

                    @Override
                    public void failed(Exchange exchange, Throwable failure) {
                        String destination = getEndpoint().getDestination();
                        getExceptionHandler()
                                .handleException("A message from " + destination + " failed", exchange, failure);
                    }
                });
    }
}
