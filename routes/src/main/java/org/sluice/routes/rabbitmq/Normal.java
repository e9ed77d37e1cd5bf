package org.sluice.routes.rabbitmq;

import com.rabbitmq.http.client.domain.BindingInfo;
import com.rabbitmq.http.client.domain.DestinationType;
import com.rabbitmq.http.client.domain.ExchangeInfo;
import com.rabbitmq.http.client.domain.PolicyInfo;
import com.rabbitmq.http.client.domain.QueueInfo;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sluice.config.rabbitmq.Topology;
import org.sluice.config.rabbitmq.Topology.Binding;
import org.sluice.config.rabbitmq.Topology.Exchange;
import org.sluice.config.rabbitmq.Topology.Policy;
import org.sluice.config.rabbitmq.Topology.Queue;

/** One form for what is wanted and what is there, so that the same is equal. */
final class Normal {
    private static final String TYPE = "x-queue-type";
    private static final String CLASSIC = "classic";

    private Normal() {}

    static Topology of(Topology wanted) {
        return new Topology(
                wanted.exchanges().stream()
                        .map(exchange -> new Exchange(
                                exchange.name(),
                                exchange.type(),
                                exchange.durable(),
                                exchange.autoDelete(),
                                arguments(exchange.arguments()),
                                exchange.implied()))
                        .toList(),
                wanted.queues().stream()
                        .map(queue -> queue(queue.name(), queue.durable(), queue.arguments()))
                        .toList(),
                wanted.bindings().stream()
                        .map(binding -> new Binding(
                                binding.source(),
                                binding.destination(),
                                binding.toQueue(),
                                binding.routingKey(),
                                arguments(binding.arguments())))
                        .toList(),
                wanted.policies().stream()
                        .map(policy -> new Policy(
                                policy.name(),
                                policy.pattern(),
                                policy.applyTo(),
                                policy.priority(),
                                arguments(policy.definition())))
                        .toList());
    }

    static Exchange of(ExchangeInfo exchange) {
        return new Exchange(
                exchange.getName(),
                exchange.getType(),
                exchange.isDurable(),
                exchange.isAutoDelete(),
                arguments(exchange.getArguments()),
                false);
    }

    static Queue of(QueueInfo queue) {
        return queue(queue.getName(), queue.isDurable(), queue.getArguments());
    }

    static Binding of(BindingInfo binding) {
        return new Binding(
                binding.getSource(),
                binding.getDestination(),
                binding.getDestinationType() == DestinationType.QUEUE,
                binding.getRoutingKey(),
                arguments(binding.getArguments()));
    }

    static Policy of(PolicyInfo policy) {
        return new Policy(
                policy.getName(),
                policy.getPattern(),
                policy.getApplyTo(),
                policy.getPriority(),
                arguments(policy.getDefinition()));
    }

    static Object type(Queue queue) {
        return Objects.requireNonNullElse(queue.arguments().get(TYPE), CLASSIC);
    }

    /** A queue that a STOMP client declares has no type: one with the type of classic queues would count as another. */
    static Map<String, Object> sent(Queue queue) {
        Map<String, Object> arguments = new TreeMap<>(queue.arguments());
        arguments.remove(TYPE, CLASSIC);
        return arguments;
    }

    private static Queue queue(String name, boolean durable, @Nullable Map<String, Object> arguments) {
        Map<String, Object> typed = new TreeMap<>(arguments(arguments));
        typed.putIfAbsent(TYPE, CLASSIC);
        return new Queue(name, durable, typed);
    }

    /** Numbers come back as others than they were sent. */
    private static Map<String, Object> arguments(@Nullable Map<String, Object> arguments) {
        Map<String, Object> normal = new TreeMap<>();
        if (arguments != null) {
            arguments.forEach(
                    (name, value) -> normal.put(name, value instanceof Number number ? number.longValue() : value));
        }
        return normal;
    }
}
