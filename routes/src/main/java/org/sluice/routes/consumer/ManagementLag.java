package org.sluice.routes.consumer;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.Configuration;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqService;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.rabbitmq.Management;
import org.sluice.routes.rabbitmq.ManagementException;

/**
 * Asks the management API of RabbitMQ, of services whose configuration says something of it: on the usual port of any
 * other there may be anything. Thread-safe.
 */
public final class ManagementLag implements LagSource {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementLag.class);

    private final Configuration configuration;
    private final Map<MqService, Management> connected = new ConcurrentHashMap<>();
    /** Told once as long as it lasts. */
    private final Map<MqUri, String> problems = new ConcurrentHashMap<>();

    public ManagementLag(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public OptionalLong of(MqUri uri) {
        MqDestination queue = configuration.queues().resolve(uri);
        MqService service = queue.service();
        // Of a topic's subscription, or an address of its own, only the broker knows which queue it has.
        if (!service.management().configured()
                || uri.kind() != MqUri.Kind.QUEUE
                || queue.address().isPresent()) {
            return OptionalLong.empty();
        }
        try {
            OptionalLong waiting = management(service)
                    .map(management -> management.messagesReady(queue.name()))
                    .orElseGet(OptionalLong::empty);
            problems.remove(uri);
            return waiting;
        } catch (ManagementException | ConfigException | MqUnavailableException e) {
            connected.remove(service);
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(problems.put(uri, problem))) {
                LOG.warn("How many messages wait in {} is not known: {}", uri, problem);
            }
            return OptionalLong.empty();
        }
    }

    private Optional<Management> management(MqService service) {
        Optional<Management> known = Optional.ofNullable(connected.get(service));
        if (known.isPresent()) {
            return known;
        }
        Optional<Management> opened = configuration.brokers().stream()
                .filter(broker -> broker.service().equals(service))
                .findFirst()
                .map(Management::connect);
        opened.ifPresent(management -> connected.put(service, management));
        return opened;
    }
}
