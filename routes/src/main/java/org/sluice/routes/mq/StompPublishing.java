package org.sluice.routes.mq;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqService;
import org.sluice.routes.stomp.StompClient;
import org.sluice.routes.stomp.StompConfiguration;
import org.sluice.routes.stomp.StompPublisher;
import org.sluice.routes.tls.TlsSource;

/** Publishes with STOMP. */
final class StompPublishing implements Publishing {
    private static final String PERSISTENT = "persistent";

    private final StompService service;
    private final Outages.Line line;
    private final StompPublisher publisher;

    StompPublishing(MqService service, StompClient client, Outages outages) {
        this.service = new StompService(service);
        StompConfiguration options = this.service.options();
        Optional<TlsSource> tls = this.service.tls();
        this.line = outages.line(service, "producers");
        this.publisher = client.publisher(options, tls, "producers of " + service.name(), line);
    }

    @Override
    public CompletableFuture<Void> send(
            MqDestination destination, byte[] body, Map<String, String> headers, boolean confirmed, Duration patience) {
        Map<String, String> all = new HashMap<>(headers);
        // Of a message that came from elsewhere: what holds here is the destination's.
        all.remove(PERSISTENT);
        if (destination.persistent()) {
            all.put(PERSISTENT, "true");
        }
        return publisher
                .send(destination.stompAddress(), all, body, confirmed, patience)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(service.unavailable(failure)));
    }

    @Override
    public boolean isUp() {
        return publisher.state().connected();
    }

    @Override
    public CompletableFuture<Void> prepare(MqDestination destination) {
        // The broker makes it with the first message.
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Optional<String> problem() {
        return line.problem();
    }

    @Override
    public void close() {
        publisher.close().join();
    }
}
