package org.sluice.config.mq;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;
import org.sluice.config.value.Names;
import org.sluice.config.value.SectionReader;

/** All message queue services and their destinations, in the order of the configuration. Immutable. */
public final class MqServices {

    private final Set<String> services;
    private final List<MqService> shared;
    private final Map<MqUri, MqDestination> destinations;

    MqServices(Set<String> services, List<MqService> shared, Map<MqUri, MqDestination> destinations) {
        this.services = Collections.unmodifiableSet(new LinkedHashSet<>(services));
        this.shared = List.copyOf(shared);
        this.destinations = Collections.unmodifiableMap(new LinkedHashMap<>(destinations));
    }

    /**
     * Reads {@code /Resources/MQServices} and {@code /Systems/[System]/[Setup]/MessageQueueing}.
     *
     * @param root the root of the configuration; what is wrong goes to its {@code Reading}
     * @param embeddedPort where the broker inside this process listens, if there is one
     */
    public static MqServices read(SectionReader root, Optional<Integer> embeddedPort) {
        MqReader reader = new MqReader();
        new FirstForm(reader).read(root.at("/Resources/MQServices"));
        new SecondForm(reader).read(root);
        embeddedPort.ifPresent(port -> EmbeddedBroker.destinations(port).forEach(reader::add));
        return reader.result();
    }

    /** The names of the services, also of those without destinations. */
    public List<String> services() {
        return List.copyOf(services);
    }

    /** The services that are configured as such, each once, also those without destinations. */
    public List<MqService> shared() {
        return shared;
    }

    public List<MqDestination> destinations() {
        return List.copyOf(destinations.values());
    }

    public Optional<MqDestination> find(MqUri uri) {
        return Optional.ofNullable(destinations.get(uri));
    }

    /**
     * The destination of that name.
     *
     * @throws ConfigException if there is none, saying which part is unknown and what exists
     */
    public MqDestination resolve(MqUri uri) {
        return find(uri).orElseThrow(() -> new ConfigException(Problem.error(whyMissing(uri))));
    }

    /**
     * The destination that an mqURI names.
     *
     * @throws ConfigException if it is none, or there is no such destination
     */
    public MqDestination resolve(String mqUri) {
        return resolve(MqUri.parse(mqUri));
    }

    /** The sentence to say about an mqURI that is not configured. */
    public String whyMissing(MqUri uri) {
        if (!services.contains(uri.service())) {
            return "'" + uri + "': there is no message queue service '" + uri.service() + "'; "
                    + (services.isEmpty()
                            ? "none is configured in /Resources/MQServices"
                            : "there are: " + String.join(", ", services))
                    + Names.suggestion(uri.service(), services);
        }
        return "'" + uri + "': service '" + uri.service() + "' has no "
                + (uri.kind() == MqUri.Kind.QUEUE ? "queue" : "topic") + " '" + uri.name() + "'; it has "
                + listing(uri);
    }

    private String listing(MqUri uri) {
        List<MqUri> there = destinations.keySet().stream()
                .filter(known -> known.service().equals(uri.service()))
                .toList();
        if (there.isEmpty()) {
            return "neither queues nor topics";
        }
        List<String> sameKind = there.stream()
                .filter(known -> known.kind() == uri.kind())
                .map(MqUri::name)
                .toList();
        return there.stream().map(MqUri::toString).collect(Collectors.joining(", "))
                + Names.suggestion(uri.name(), sameKind);
    }
}
