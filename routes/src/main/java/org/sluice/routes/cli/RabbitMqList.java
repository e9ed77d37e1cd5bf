package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sluice.config.rabbitmq.Topology;
import org.sluice.config.rabbitmq.Topology.Binding;
import org.sluice.config.rabbitmq.Topology.Exchange;
import org.sluice.config.rabbitmq.Topology.Policy;
import org.sluice.config.rabbitmq.Topology.Queue;
import org.sluice.routes.rabbitmq.Management;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What is in the virtual host. */
@Command(
        name = "list",
        description = "List the exchanges, queues, bindings and policies of the service's virtual host.")
final class RabbitMqList extends RabbitMqListing<RabbitMqList.Entry> {
    @Parameters(arity = "0..1", paramLabel = "KIND", description = "Of these only: ${COMPLETION-CANDIDATES}.")
    private @Nullable Kind kind;

    /** What there is. */
    enum Kind {
        EXCHANGES,
        QUEUES,
        BINDINGS,
        POLICIES
    }

    /** A line. */
    record Entry(String kind, String name, String details, ObjectNode json) {}

    RabbitMqList(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Entry> entries(Management management) {
        Topology topology = management.topology();
        List<Entry> entries = new ArrayList<>();
        if (isWanted(Kind.EXCHANGES)) {
            topology.exchanges().stream().map(RabbitMqList::entry).forEach(entries::add);
        }
        if (isWanted(Kind.QUEUES)) {
            topology.queues().stream().map(RabbitMqList::entry).forEach(entries::add);
        }
        if (isWanted(Kind.BINDINGS)) {
            topology.bindings().stream().map(RabbitMqList::entry).forEach(entries::add);
        }
        if (isWanted(Kind.POLICIES)) {
            topology.policies().stream().map(RabbitMqList::entry).forEach(entries::add);
        }
        entries.sort(Comparator.comparing(Entry::kind).thenComparing(Entry::name));
        return entries;
    }

    @Override
    void add(Entry entry, ArrayNode array) {
        array.add(entry.json());
    }

    @Override
    Table headings() {
        return Table.of("Kind", "Name", "");
    }

    @Override
    void add(Entry entry, Table table) {
        table.row(entry.kind(), entry.name(), entry.details());
    }

    private boolean isWanted(Kind some) {
        return kind == null || kind == some;
    }

    private static Entry entry(Exchange exchange) {
        return new Entry(
                "exchange",
                exchange.name(),
                "%s%s %s"
                        .formatted(
                                exchange.type(),
                                exchange.durable() ? ", durable" : "",
                                new TreeMap<>(exchange.arguments())),
                named("exchange", exchange.name())
                        .put("type", exchange.type())
                        .put("durable", exchange.durable())
                        .put("autoDelete", exchange.autoDelete())
                        .putPOJO("arguments", new TreeMap<>(exchange.arguments())));
    }

    private static Entry entry(Queue queue) {
        return new Entry(
                "queue",
                queue.name(),
                "%s %s".formatted(queue.durable() ? "durable" : "transient", new TreeMap<>(queue.arguments())),
                named("queue", queue.name())
                        .put("durable", queue.durable())
                        .putPOJO("arguments", new TreeMap<>(queue.arguments())));
    }

    private static Entry entry(Binding binding) {
        String name = "%s -> %s".formatted(binding.source(), binding.destination());
        return new Entry(
                "binding",
                name,
                "%s %s".formatted(binding.routingKey(), new TreeMap<>(binding.arguments())),
                named("binding", name)
                        .put("source", binding.source())
                        .put("destination", binding.destination())
                        .put("destinationKind", binding.toQueue() ? "queue" : "exchange")
                        .put("routingKey", binding.routingKey())
                        .putPOJO("arguments", new TreeMap<>(binding.arguments())));
    }

    private static Entry entry(Policy policy) {
        return new Entry(
                "policy",
                policy.name(),
                "%s of %s, priority %d %s"
                        .formatted(
                                policy.applyTo(),
                                policy.pattern(),
                                policy.priority(),
                                new TreeMap<>(policy.definition())),
                named("policy", policy.name())
                        .put("pattern", policy.pattern())
                        .put("applyTo", policy.applyTo())
                        .put("priority", policy.priority())
                        .putPOJO("definition", new TreeMap<>(policy.definition())));
    }

    private static ObjectNode named(String kind, String name) {
        return Json.object().put("kind", kind).put("name", name);
    }
}
