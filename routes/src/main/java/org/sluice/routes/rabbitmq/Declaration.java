package org.sluice.routes.rabbitmq;

import com.rabbitmq.http.client.Client;
import com.rabbitmq.http.client.domain.BindingInfo;
import com.rabbitmq.http.client.domain.DestinationType;
import com.rabbitmq.http.client.domain.ExchangeInfo;
import com.rabbitmq.http.client.domain.PolicyInfo;
import com.rabbitmq.http.client.domain.QueueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sluice.config.rabbitmq.Topology;
import org.sluice.config.rabbitmq.Topology.Binding;
import org.sluice.config.rabbitmq.Topology.Exchange;
import org.sluice.config.rabbitmq.Topology.Policy;
import org.sluice.config.rabbitmq.Topology.Queue;

/**
 * What is to be done so that a virtual host has what the configuration names. What else is there is left alone, and so
 * is what is there with other properties: RabbitMQ cannot change those, and deleting a queue loses its messages.
 *
 * @param steps what is missing, in the order in which it has to be made
 * @param conflicts sentences about what is there with other properties
 */
public record Declaration(List<Step> steps, List<String> conflicts) {

    public Declaration {
        steps = List.copyOf(steps);
        conflicts = List.copyOf(conflicts);
    }

    /**
     * Something to be made.
     *
     * @param kind {@code vhost}, {@code exchange}, {@code queue}, {@code binding} or {@code policy}
     * @param what for people to read
     */
    public record Step(String kind, String what, Consumer<Management> work) {}

    /** Looks at what is there; changes nothing. */
    public static Declaration plan(Management management) {
        return new Comparison(management).plan(management.broker().topology());
    }

    /** Makes what is missing. */
    public void apply(Management management) {
        steps.forEach(step -> step.work().accept(management));
    }

    private static final class Comparison {
        private final Management management;
        private final String vhost;
        private final List<Step> steps = new ArrayList<>();
        private final List<String> conflicts = new ArrayList<>();

        Comparison(Management management) {
            this.management = management;
            this.vhost = management.vhost();
        }

        Declaration plan(Topology topology) {
            boolean exists = management.hasVhost(vhost);
            if (!exists) {
                step("vhost", vhost, client -> client.createVhost(vhost));
            }
            exchanges(topology, exists);
            queues(topology, exists);
            bindings(topology, exists);
            policies(topology, exists);
            return new Declaration(steps, conflicts);
        }

        private void exchanges(Topology topology, boolean exists) {
            Map<String, ExchangeInfo> there =
                    byName(list(exists, "list exchanges", client -> client.getExchanges(vhost)), ExchangeInfo::getName);
            for (Exchange exchange : topology.exchanges()) {
                ExchangeInfo present = there.get(exchange.name());
                ExchangeInfo wanted = new ExchangeInfo(
                        exchange.type(), exchange.durable(), exchange.autoDelete(), false, exchange.arguments());
                if (present == null) {
                    step(
                            "exchange",
                            "%s (%s)".formatted(exchange.name(), exchange.type()),
                            client -> client.declareExchange(vhost, exchange.name(), wanted));
                } else if (!exchange.implied() && !properties(present).equals(properties(wanted))) {
                    conflict("exchange", exchange.name(), properties(present), properties(wanted));
                }
            }
        }

        private void queues(Topology topology, boolean exists) {
            Map<String, QueueInfo> there =
                    byName(list(exists, "list queues", client -> client.getQueues(vhost)), QueueInfo::getName);
            for (Queue queue : topology.queues()) {
                QueueInfo present = there.get(queue.name());
                QueueInfo wanted = new QueueInfo(queue.durable(), false, false, queue.arguments());
                if (present == null) {
                    Object type = queue.arguments().getOrDefault("x-queue-type", "classic");
                    step(
                            "queue",
                            "%s (%s%s)".formatted(queue.name(), type, queue.durable() ? ", durable" : ""),
                            client -> client.declareQueue(vhost, queue.name(), wanted));
                } else if (!properties(present).equals(properties(wanted))) {
                    conflict("queue", queue.name(), properties(present), properties(wanted));
                }
            }
        }

        private void bindings(Topology topology, boolean exists) {
            List<Binding> there = list(exists, "list bindings", client -> client.getBindings(vhost)).stream()
                    .map(Comparison::binding)
                    .toList();
            for (Binding binding : topology.bindings()) {
                if (!there.contains(normal(binding))) {
                    step(
                            "binding",
                            "%s -> %s (%s)".formatted(binding.source(), binding.destination(), binding.routingKey()),
                            client -> bind(client, binding));
                }
            }
        }

        private void bind(Client client, Binding binding) {
            if (binding.toQueue()) {
                client.bindQueue(
                        vhost, binding.destination(), binding.source(), binding.routingKey(), binding.arguments());
            } else {
                client.bindExchange(
                        vhost, binding.destination(), binding.source(), binding.routingKey(), binding.arguments());
            }
        }

        private void policies(Topology topology, boolean exists) {
            Map<String, PolicyInfo> there =
                    byName(list(exists, "list policies", client -> client.getPolicies(vhost)), PolicyInfo::getName);
            for (Policy policy : topology.policies()) {
                PolicyInfo wanted =
                        new PolicyInfo(policy.pattern(), policy.priority(), policy.applyTo(), policy.definition());
                PolicyInfo present = there.get(policy.name());
                if (present == null || !properties(present).equals(properties(wanted))) {
                    step(
                            "policy",
                            "%s (%s of %s)".formatted(policy.name(), policy.applyTo(), policy.pattern()),
                            client -> client.declarePolicy(vhost, policy.name(), wanted));
                }
            }
        }

        private <T> List<T> list(boolean exists, String what, Function<Client, @Nullable List<T>> request) {
            return exists ? management.list(what, request) : List.of();
        }

        private void step(String kind, String what, Consumer<Client> work) {
            steps.add(new Step(kind, what, server -> server.tell("declare the " + kind + " " + what, work)));
        }

        private void conflict(String kind, String name, Map<String, Object> present, Map<String, Object> wanted) {
            conflicts.add(("%s '%s' is there with other properties (%s) than the configuration says (%s), which"
                            + " RabbitMQ cannot change: change the configuration, or delete it and declare it again")
                    .formatted(kind, name, present, wanted));
        }

        private static Map<String, Object> properties(ExchangeInfo exchange) {
            return new TreeMap<>(Map.of(
                    "type", exchange.getType(),
                    "durable", exchange.isDurable(),
                    "auto-delete", exchange.isAutoDelete(),
                    "arguments", normal(exchange.getArguments())));
        }

        private static Map<String, Object> properties(QueueInfo queue) {
            Map<String, Object> arguments = new HashMap<>(normal(queue.getArguments()));
            arguments.putIfAbsent("x-queue-type", "classic");
            return new TreeMap<>(Map.of("durable", queue.isDurable(), "arguments", arguments));
        }

        private static Map<String, Object> properties(PolicyInfo policy) {
            return Map.of(
                    "pattern", policy.getPattern(),
                    "apply-to", policy.getApplyTo(),
                    "priority", policy.getPriority(),
                    "definition", normal(policy.getDefinition()));
        }

        private static Binding binding(BindingInfo binding) {
            return new Binding(
                    binding.getSource(),
                    binding.getDestination(),
                    binding.getDestinationType() == DestinationType.QUEUE,
                    binding.getRoutingKey(),
                    normal(binding.getArguments()));
        }

        private static Binding normal(Binding binding) {
            return new Binding(
                    binding.source(),
                    binding.destination(),
                    binding.toQueue(),
                    binding.routingKey(),
                    normal(binding.arguments()));
        }

        /** Numbers come back as others than they were sent. */
        private static Map<String, Object> normal(@Nullable Map<String, Object> arguments) {
            return Optional.ofNullable(arguments).orElse(Map.of()).entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            entry -> entry.getValue() instanceof Number number ? number.longValue() : entry.getValue(),
                            (one, other) -> one,
                            TreeMap::new));
        }

        private static <T> Map<String, T> byName(List<T> things, Function<T, String> name) {
            return things.stream().collect(Collectors.toMap(name, Function.identity()));
        }
    }
}
