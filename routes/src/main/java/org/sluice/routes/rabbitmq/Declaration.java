package org.sluice.routes.rabbitmq;

import com.rabbitmq.http.client.Client;
import com.rabbitmq.http.client.domain.ExchangeInfo;
import com.rabbitmq.http.client.domain.PolicyInfo;
import com.rabbitmq.http.client.domain.QueueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        String vhost = management.vhost();
        Topology wanted = Normal.of(management.broker().topology());
        if (management.hasVhost(vhost)) {
            return new Comparison(vhost).with(wanted, management.topology());
        }
        Comparison comparison = new Comparison(vhost);
        comparison.step("vhost", vhost, client -> client.createVhost(vhost));
        return comparison.with(wanted, new Topology(List.of(), List.of(), List.of(), List.of()));
    }

    /** Makes what is missing. */
    public void apply(Management management) {
        steps.forEach(step -> step.work().accept(management));
    }

    /** Collects steps and conflicts; of normal topologies. */
    private static final class Comparison {
        private final String vhost;
        private final List<Step> steps = new ArrayList<>();
        private final List<String> conflicts = new ArrayList<>();

        Comparison(String vhost) {
            this.vhost = vhost;
        }

        Declaration with(Topology wanted, Topology present) {
            exchanges(wanted.exchanges(), byName(present.exchanges(), Exchange::name));
            queues(wanted.queues(), byName(present.queues(), Queue::name));
            wanted.bindings().stream()
                    .filter(binding -> !present.bindings().contains(binding))
                    .forEach(this::bind);
            wanted.policies().stream()
                    .filter(policy -> !present.policies().contains(policy))
                    .forEach(this::set);
            return new Declaration(steps, conflicts);
        }

        private void exchanges(List<Exchange> wanted, Map<String, Exchange> present) {
            for (Exchange exchange : wanted) {
                Exchange there = present.get(exchange.name());
                if (there == null) {
                    ExchangeInfo info = new ExchangeInfo(
                            exchange.type(), exchange.durable(), exchange.autoDelete(), false, exchange.arguments());
                    step(
                            "exchange",
                            "%s (%s)".formatted(exchange.name(), exchange.type()),
                            client -> client.declareExchange(vhost, exchange.name(), info));
                } else if (!exchange.implied() && !there.equals(exchange)) {
                    conflict("exchange", exchange.name(), properties(there), properties(exchange));
                }
            }
        }

        private void queues(List<Queue> wanted, Map<String, Queue> present) {
            for (Queue queue : wanted) {
                Queue there = present.get(queue.name());
                if (there == null) {
                    QueueInfo info = new QueueInfo(queue.durable(), false, false, Normal.sent(queue));
                    step(
                            "queue",
                            "%s (%s%s)".formatted(queue.name(), Normal.type(queue), queue.durable() ? ", durable" : ""),
                            client -> client.declareQueue(vhost, queue.name(), info));
                } else if (!there.equals(queue)) {
                    conflict("queue", queue.name(), properties(there), properties(queue));
                }
            }
        }

        private void bind(Binding binding) {
            step(
                    "binding",
                    "%s -> %s (%s)".formatted(binding.source(), binding.destination(), binding.routingKey()),
                    client -> {
                        if (binding.toQueue()) {
                            client.bindQueue(
                                    vhost,
                                    binding.destination(),
                                    binding.source(),
                                    binding.routingKey(),
                                    binding.arguments());
                        } else {
                            client.bindExchange(
                                    vhost,
                                    binding.destination(),
                                    binding.source(),
                                    binding.routingKey(),
                                    binding.arguments());
                        }
                    });
        }

        private void set(Policy policy) {
            PolicyInfo info =
                    new PolicyInfo(policy.pattern(), policy.priority(), policy.applyTo(), policy.definition());
            step(
                    "policy",
                    "%s (%s of %s)".formatted(policy.name(), policy.applyTo(), policy.pattern()),
                    client -> client.declarePolicy(vhost, policy.name(), info));
        }

        private void step(String kind, String what, Consumer<Client> work) {
            steps.add(new Step(kind, what, server -> server.tell("declare the " + kind + " " + what, work)));
        }

        private void conflict(String kind, String name, String present, String wanted) {
            conflicts.add(("%s '%s' is there with other properties (%s) than the configuration says (%s), which"
                            + " RabbitMQ cannot change: change the configuration, or delete it and declare it again")
                    .formatted(kind, name, present, wanted));
        }

        private static String properties(Exchange exchange) {
            return "type %s, durable %s, auto-delete %s, arguments %s"
                    .formatted(
                            exchange.type(),
                            exchange.durable(),
                            exchange.autoDelete(),
                            new TreeMap<>(exchange.arguments()));
        }

        private static String properties(Queue queue) {
            return "durable %s, arguments %s".formatted(queue.durable(), new TreeMap<>(queue.arguments()));
        }

        private static <T> Map<String, T> byName(List<T> things, Function<T, String> name) {
            return things.stream().collect(Collectors.toMap(name, Function.identity()));
        }
    }
}
