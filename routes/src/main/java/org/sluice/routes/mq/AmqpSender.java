package org.sluice.routes.mq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.mq.MqDestination;

/**
 * Publishes with confirms. One thread of its own does so, so that nobody else waits for a broker that does not answer.
 *
 * <p>Spring's {@code RabbitTemplate} was rejected for this: its correlation of returned messages adds two headers to
 * every message, which others would see.
 */
final class AmqpSender implements MqSender {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpSender.class);

    private final MqDestination destination;
    private final AmqpConnections connections;
    private final AmqpAddress address;
    private final ExecutorService publisher;
    /** Only used by the publisher's thread. */
    private Optional<Lane> lane = Optional.empty();

    AmqpSender(MqDestination destination) {
        this.destination = destination;
        this.connections = new AmqpConnections(destination.service());
        this.address = new AmqpAddress(destination);
        this.publisher = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "sluice-send-" + destination.name());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public CompletableFuture<Void> ready() {
        return onPublisher(done -> {
            lane();
            done.complete(null);
        });
    }

    @Override
    public CompletableFuture<Void> send(byte[] body, Map<String, String> headers) {
        CompletableFuture<Void> confirmed = onPublisher(done -> lane().publish(body, headers, done));
        // Runs out where the broker blocks publishers, being short of memory or disk.
        return confirmed
                .orTimeout(AmqpConnections.confirmPatience().toSeconds(), TimeUnit.SECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof MqUnavailableException known
                                ? known
                                : connections.unavailable(
                                        failure instanceof TimeoutException
                                                ? new TimeoutException("no confirmation within "
                                                        + AmqpConnections.confirmPatience()
                                                                .toSeconds() + " s")
                                                : failure)));
    }

    @Override
    public void close() {
        try {
            publisher.execute(this::dropLane);
        } catch (RejectedExecutionException closedBefore) {
            LOG.debug("Closed twice.");
        }
        publisher.shutdown();
    }

    private CompletableFuture<Void> onPublisher(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            publisher.execute(() -> run(step, done));
        } catch (RejectedExecutionException closed) {
            done.completeExceptionally(new MqUnavailableException("The sender is closed.", closed));
        }
        return done;
    }

    private void run(Step step, CompletableFuture<Void> done) {
        if (done.isDone()) {
            // It waited for so long that its sender gave up, and will try again.
            return;
        }
        try {
            step.run(done);
        } catch (IOException | TimeoutException | ShutdownSignalException | MqUnavailableException e) {
            dropLane();
            done.completeExceptionally(e instanceof MqUnavailableException ? e : connections.unavailable(e));
        } catch (RuntimeException e) {
            dropLane();
            done.completeExceptionally(e);
        }
    }

    private Lane lane() throws IOException, TimeoutException {
        if (lane.filter(Lane::isOpen).isEmpty()) {
            dropLane();
            lane = Optional.of(open());
        }
        return lane.get();
    }

    private Lane open() throws IOException, TimeoutException {
        Connection connection = connections.open("sluice to " + destination.uri());
        try {
            if (!address.isTopic()) {
                address.declare(connection);
            }
            Channel channel = connection.createChannel();
            if (channel == null) {
                throw new IOException("the broker allows no further channel");
            }
            return new Lane(destination, address, channel);
        } catch (IOException | TimeoutException | RuntimeException e) {
            connection.abort();
            throw e;
        }
    }

    private void dropLane() {
        lane.ifPresent(Lane::close);
        lane = Optional.empty();
    }

    @FunctionalInterface
    private interface Step {
        void run(CompletableFuture<Void> done) throws IOException, TimeoutException;
    }
}
