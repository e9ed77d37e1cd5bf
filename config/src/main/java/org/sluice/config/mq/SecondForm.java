package org.sluice.config.mq;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.config.systems.Systems;
import org.sluice.config.value.Secret;
import org.sluice.config.value.SectionReader;

/**
 * {@code /Systems/[System]/[Setup]/MessageQueueing/[QueueName]}, each queue with its own broker, addressed
 * {@code System::Queues::QueueName}; passwords may stand apart in {@code /LocalInstallation/MessageQueueing}.
 */
final class SecondForm {

    private static final String SECTION = "MessageQueueing";

    private static final List<String> NAMES = Stream.concat(
                    ServiceOptions.NAMES.stream(), DestinationOptions.NAMES.stream())
            .distinct()
            .toList();

    private final MqReader found;

    SecondForm(MqReader found) {
        this.found = found;
    }

    void read(SectionReader root) {
        SectionReader local = root.at("/LocalInstallation/" + SECTION);
        local.known(List.of("Password"), local.sectionNames());
        local.sections().forEach(queue -> queue.known(List.of("Password"), List.of()));
        Systems systems = new Systems(root);
        for (String system : systems.names()) {
            systems.sections(system, SECTION).stream()
                    .filter(queueing -> found.usable(system, queueing))
                    .forEach(queueing -> queues(system, queueing, local));
        }
    }

    private void queues(String system, SectionReader queueing, SectionReader local) {
        queueing.holdsSectionsOnly();
        queueing.sections().stream()
                .filter(queue -> found.speakable(queue.name(), queue))
                .forEach(queue -> queue(system, queue, local));
    }

    private void queue(String system, SectionReader options, SectionReader local) {
        options.known(NAMES, DestinationOptions.SECTIONS);
        String name = options.name();
        Optional<Secret> password = local.at(name).secret("Password").or(() -> local.secret("Password"));
        // The document that proposed this form is about RabbitMQ.
        MqService service = new ServiceOptions(options, MqType.RABBITMQ).read(system, password);
        MqUri uri = new MqUri(system, MqUri.Kind.QUEUE, name);
        found.add(DestinationOptions.read(uri, service, options, Optional.empty()), options);
    }
}
