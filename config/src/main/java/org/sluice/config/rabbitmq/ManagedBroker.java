package org.sluice.config.rabbitmq;

import java.util.List;
import org.sluice.config.mq.MqService;

/**
 * A RabbitMQ server and what the configuration wants it to have.
 *
 * @param service where it is; its name is that of the service, or for queues that have a broker each, {@code System} or,
 *     where a system has several brokers, {@code System/Queue}
 * @param syncUsers whether {@code sluice run} keeps its users in step with the registry
 * @param permissions what members of groups may do, in the order of the configuration
 */
public record ManagedBroker(
        String name, MqService service, Topology topology, boolean syncUsers, List<GroupPermissions> permissions) {

    public ManagedBroker {
        permissions = List.copyOf(permissions);
    }

    /**
     * What the members of a group may do in the virtual host, as RabbitMQ's regular expressions of the names of queues
     * and exchanges.
     *
     * @param tags the members' tags, for the management's web pages
     */
    public record GroupPermissions(String group, String configure, String write, String read, List<String> tags) {

        /** The expression of nothing. */
        public static final String NOTHING = "^$";

        public GroupPermissions {
            tags = List.copyOf(tags);
        }
    }
}
