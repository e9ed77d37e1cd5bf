package org.sluice.routes.mq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqService;
import org.sluice.config.mq.MqUri;

/**
 * Publishes with AMQP: one connection, a channel for each destination, so that what the broker refuses ends no more than
 * that. The connection's own thread writes; nobody else waits for a broker that does not read.
 */
final class AmqpPublishing implements Publishing {
    private final AmqpLink link;

    // Used by the link's thread only.
    private final Map<MqUri, Lane> lanes = new HashMap<>();
    private final Deque<Send> waiting = new ArrayDeque<>();
    private volatile Optional<String> blocked = Optional.empty();

    AmqpPublishing(MqService service, Outages outages) {
        this.link = new AmqpLink(
                service, outages.line(service, "producers"), "sluice producers of " + service.name(), this::connected);
        link.open();
    }

    /** A message that is to be published, or only its destination prepared. */
    private record Send(MqDestination destination, Step step, CompletableFuture<Void> done) {}

    @FunctionalInterface
    private interface Step {
        void on(Lane lane, CompletableFuture<Void> done) throws IOException;
    }

    @Override
    public CompletableFuture<Void> send(
            MqDestination destination, byte[] body, Map<String, String> headers, boolean confirmed, Duration patience) {
        Step step = confirmed
                ? (lane, done) -> lane.publish(body, headers, done)
                : (lane, done) -> {
                    lane.publish(body, headers, new CompletableFuture<>());
                    done.complete(null);
                };
        return start(new Send(destination, step, new CompletableFuture<>()), patience);
    }

    @Override
    public CompletableFuture<Void> prepare(MqDestination destination) {
        return start(
                new Send(destination, (lane, done) -> done.complete(null), new CompletableFuture<>()),
                AmqpConnections.confirmPatience());
    }

    private CompletableFuture<Void> start(Send send, Duration patience) {
        if (!link.execute(() -> begin(send))) {
            return CompletableFuture.failedFuture(new MqUnavailableException("The connection is closed.", null));
        }
        return send.done
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(send, failure, patience)));
    }

    private Throwable told(Send send, Throwable failure, Duration patience) {
        if (failure instanceof MqUnavailableException) {
            return failure;
        }
        if (!(failure instanceof TimeoutException)) {
            return link.unavailable(failure);
        }
        link.execute(() -> waiting.remove(send));
        String reason = link.problem()
                .or(() -> blocked.map(why -> "it takes no messages now: " + why))
                .orElse("it did not answer");
        return link.unavailable(
                new TimeoutException("no confirmation within " + patience.toMillis() + " ms; " + reason));
    }

    private void begin(Send send) {
        if (link.connection().isEmpty() || blocked.isPresent()) {
            waiting.add(send);
        } else if (!send.done.isDone()) {
            perform(send);
        }
    }

    private void perform(Send send) {
        try {
            send.step.on(lane(send.destination), send.done);
        } catch (AlreadyClosedException nothingWritten) {
            lanes.remove(send.destination.uri());
            if (link.connection().isEmpty()) {
                waiting.add(send);
            } else {
                send.done.completeExceptionally(link.unavailable(nothingWritten));
            }
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            lanes.remove(send.destination.uri());
            send.done.completeExceptionally(link.unavailable(e));
        }
    }

    private Lane lane(MqDestination destination) throws IOException, TimeoutException {
        Lane known = lanes.get(destination.uri());
        if (known != null && known.isOpen()) {
            return known;
        }
        Connection connection = link.connection().orElseThrow(() -> new IOException("the connection was closed"));
        AmqpAddress address = new AmqpAddress(destination);
        if (!address.isTopic()) {
            address.declare(connection);
        }
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the broker allows no further channel");
        }
        Lane opened = new Lane(destination, address, channel);
        lanes.put(destination.uri(), opened);
        return opened;
    }

    private void connected(Connection connection) {
        lanes.clear();
        blocked = Optional.empty();
        connection.addBlockedListener(
                reason -> link.execute(() -> blocked = Optional.of(reason)), () -> link.execute(this::unblocked));
        drain();
    }

    private void unblocked() {
        blocked = Optional.empty();
        drain();
    }

    private void drain() {
        List<Send> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(this::begin);
    }

    @Override
    public boolean isUp() {
        return link.connection().isPresent();
    }

    @Override
    public Optional<String> problem() {
        return link.problem();
    }

    @Override
    public void close() {
        link.execute(() -> waiting.forEach(send -> send.done.completeExceptionally(
                new MqUnavailableException("The producer was closed; nothing was sent.", null))));
        link.close();
    }
}
