package org.sluice.routes.rabbitmq;

import java.util.Set;

/**
 * A user in RabbitMQ's internal database.
 *
 * @param hasPassword whether the user can log in with a password; the others need a certificate
 */
public record BrokerUser(String name, Set<String> tags, boolean hasPassword) {
    public BrokerUser {
        tags = Set.copyOf(tags);
    }
}
