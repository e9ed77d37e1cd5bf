package org.sluice.routes.runtime;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.Configuration;
import org.sluice.config.EngineSettings;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqServices;
import org.sluice.config.mq.MqUri;

/** The queues that the engine uses, with their brokers. */
final class Destinations {
    private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);
    private static final String DEAD_LETTERS = ".dead-letters";

    private final EngineSettings settings;
    private final MqServices services;
    private final Optional<Integer> embeddedPort;

    /**
     * @param embeddedPort where the embedded broker listens, which the configuration may have left open; empty where
     *     there is none
     */
    Destinations(Configuration configuration, Optional<Integer> embeddedPort) {
        this.settings = configuration.engine();
        this.services = configuration.queues();
        this.embeddedPort = embeddedPort;
    }

    MqDestination of(MqUri uri) {
        MqDestination configured = services.resolve(uri);
        // Whatever else the queue is used for: no event is acknowledged before its effects are committed.
        MqDestination destination = settings.sources().contains(uri) ? configured.withAcknowledgement() : configured;
        return uri.service().equals(EmbeddedBroker.SERVICE)
                ? embeddedPort
                        .map(port -> destination.at(destination.service().onPort(port)))
                        .orElse(destination)
                : destination;
    }

    List<MqDestination> sources() {
        return settings.sources().stream().map(this::of).toList();
    }

    Optional<MqDestination> taskNotices() {
        return settings.taskNotices().map(this::of);
    }

    /** Rejected events must go somewhere: without a queue for them, the first bad one would stop its source for good. */
    MqDestination deadLetters() {
        return settings.deadLetter().map(this::of).orElseGet(() -> {
            MqDestination chosen = besides(sources().get(0));
            LOG.warn(
                    "No DeadLetter is configured in /Systems/Transformation/Sluice; rejected events go to {}.",
                    chosen.uri());
            return chosen;
        });
    }

    private static MqDestination besides(MqDestination source) {
        return new MqDestination(
                new MqUri(source.uri().service(), MqUri.Kind.QUEUE, source.name() + DEAD_LETTERS),
                source.service(),
                true,
                true,
                true,
                source.queueType(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
