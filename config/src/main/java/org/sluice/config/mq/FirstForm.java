package org.sluice.config.mq;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.config.value.SectionReader;

/** {@code /Resources/MQServices/[service]}, each with its {@code Queues} and {@code Topics}. */
final class FirstForm {

    private static final List<String> SECTIONS =
            List.of("Queues", "Topics", "Exchanges", "Bindings", "Policies", "Permissions");

    private static final List<String> NAMES =
            Stream.concat(ServiceOptions.NAMES.stream(), Stream.of("SyncUsers")).toList();

    private final MqReader found;

    FirstForm(MqReader found) {
        this.found = found;
    }

    void read(SectionReader services) {
        services.holdsSectionsOnly();
        services.sections().stream()
                .filter(service -> found.usable(service.name(), service))
                .forEach(this::service);
    }

    private void service(SectionReader options) {
        options.known(NAMES, SECTIONS);
        String name = options.name();
        // DIRAC's only connector is the one for STOMP.
        MqService service = new ServiceOptions(options, MqType.STOMP).read(name, Optional.empty());
        Optional<Integer> prefetch = DestinationOptions.prefetch(options);
        found.addService(service);
        for (MqUri.Kind kind : MqUri.Kind.values()) {
            SectionReader listed = options.at(kind.plural());
            listed.holdsSectionsOnly();
            listed.sections().stream()
                    .filter(destination -> found.speakable(destination.name(), destination))
                    .forEach(destination -> destination(service, kind, destination, prefetch));
        }
    }

    private void destination(MqService service, MqUri.Kind kind, SectionReader options, Optional<Integer> prefetch) {
        options.known(DestinationOptions.NAMES, DestinationOptions.SECTIONS);
        MqUri uri = new MqUri(service.name(), kind, options.name());
        found.add(DestinationOptions.read(uri, service, options, prefetch), options);
    }
}
