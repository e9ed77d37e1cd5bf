package org.sluice.config.rabbitmq;

import java.util.List;
import java.util.Map;

/**
 * What is declared in a virtual host, each in the order of the configuration. Arguments are texts, whole numbers
 * ({@link Long}) and truth values, as RabbitMQ wants them.
 */
public record Topology(List<Exchange> exchanges, List<Queue> queues, List<Binding> bindings, List<Policy> policies) {

    public Topology {
        exchanges = List.copyOf(exchanges);
        queues = List.copyOf(queues);
        bindings = List.copyOf(bindings);
        policies = List.copyOf(policies);
    }

    /**
     * @param type {@code direct}, {@code fanout}, {@code headers}, {@code topic}, or that of a plugin
     * @param implied named by a queue or topic only, so that whatever is there under the name will do
     */
    public record Exchange(
            String name,
            String type,
            boolean durable,
            boolean autoDelete,
            Map<String, Object> arguments,
            boolean implied) {
        public Exchange {
            arguments = Map.copyOf(arguments);
        }
    }

    /** A queue; {@code arguments} hold {@code x-queue-type} where it is not a classic one. */
    public record Queue(String name, boolean durable, Map<String, Object> arguments) {
        public Queue {
            arguments = Map.copyOf(arguments);
        }
    }

    /** @param toQueue whether {@code destination} is a queue; else it is an exchange */
    public record Binding(
            String source, String destination, boolean toQueue, String routingKey, Map<String, Object> arguments) {
        public Binding {
            arguments = Map.copyOf(arguments);
        }
    }

    /** @param applyTo {@code queues}, {@code exchanges} or {@code all} */
    public record Policy(String name, String pattern, String applyTo, int priority, Map<String, Object> definition) {
        public Policy {
            definition = Map.copyOf(definition);
        }
    }
}
