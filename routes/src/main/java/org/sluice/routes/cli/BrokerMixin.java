package org.sluice.routes.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sluice.config.Configuration;
import org.sluice.config.identity.DistinguishedName;
import org.sluice.config.mq.MqType;
import org.sluice.config.rabbitmq.ManagedBroker;
import org.sluice.routes.rabbitmq.Management;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands on RabbitMQ servers share: the configuration, and which of its services is meant. */
final class BrokerMixin {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "The message queue service of the configuration; not needed where it has one RabbitMQ only.")
    private @Nullable String service;

    /** The configuration, read anew. */
    Configuration configuration() {
        return config.load();
    }

    /** The management of the server that is meant. */
    Management connect() {
        return connect(configuration());
    }

    /** The management of the server that is meant. */
    Management connect(Configuration configuration) {
        return Management.connect(chosen(configuration.brokers()));
    }

    /** The name of a user at the server; a DN in slash form stands for what RabbitMQ makes of it. */
    static String userName(String written) {
        if (!written.startsWith("/")) {
            return written;
        }
        return DistinguishedName.find(written)
                .map(DistinguishedName::rabbitMqUser)
                .orElse(written);
    }

    /** As {@link #userName}, where the server knows it. */
    static String existingUser(String written, Management management) {
        String user = userName(written);
        if (management.user(user).isEmpty()) {
            throw new CommandFailedException("there is no user '%s' at %s; 'sluice rabbitmq user list' shows them"
                    .formatted(user, management.address()));
        }
        return user;
    }

    private ManagedBroker chosen(List<ManagedBroker> brokers) {
        if (brokers.isEmpty()) {
            throw new CommandFailedException("the configuration names no message queue service; --config FILE gives one"
                    + " with /Resources/MQServices");
        }
        if (service != null) {
            return brokers.stream()
                    .filter(broker -> broker.name().equals(service))
                    .findFirst()
                    .orElseThrow(
                            () -> new CommandFailedException("there is no message queue service '%s'; there are: %s"
                                    .formatted(service, names(brokers))));
        }
        return only(brokers)
                .or(() -> only(brokers.stream()
                        .filter(broker -> broker.service().type() == MqType.RABBITMQ)
                        .toList()))
                .orElseThrow(() -> new CommandFailedException(
                        "there are several message queue services, %s: say which one by --service"
                                .formatted(names(brokers))));
    }

    private static Optional<ManagedBroker> only(List<ManagedBroker> brokers) {
        return brokers.size() == 1 ? Optional.of(brokers.get(0)) : Optional.empty();
    }

    private static String names(List<ManagedBroker> brokers) {
        return brokers.stream().map(ManagedBroker::name).collect(Collectors.joining(", "));
    }
}
