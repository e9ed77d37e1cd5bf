package org.sluice.config.rabbitmq;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.cfg.CfgSection;
import org.sluice.config.cfg.Origin;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqUri;
import org.sluice.config.rabbitmq.Topology.Binding;
import org.sluice.config.rabbitmq.Topology.Exchange;
import org.sluice.config.rabbitmq.Topology.Policy;
import org.sluice.config.rabbitmq.Topology.Queue;
import org.sluice.config.systems.Systems;
import org.sluice.config.value.SectionReader;

/** Reads what a broker is to have: its queues and topics, and the sections that are about nothing else. */
final class TopologyReader {

    /** Every virtual host has these exchanges, and nobody can declare others of such names. */
    private static final String BUILT_IN = "amq.";

    private static final Pattern STOMP_QUEUE = Pattern.compile("/(?:amq/)?queue/([^/]+)");
    private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private final SectionReader root;

    TopologyReader(SectionReader root) {
        this.root = root;
    }

    /** Whether the destination stands in a configuration file; Sluice's own broker is no RabbitMQ. */
    static boolean isConfigured(MqDestination destination) {
        return !destination.uri().service().equals(EmbeddedBroker.SERVICE);
    }

    /** Queues that have a broker each say nothing about anything else there. */
    Topology read(List<MqDestination> destinations) {
        return read(destinations, nothing());
    }

    /** @param service the section of the service that all of them belong to */
    Topology read(List<MqDestination> destinations, SectionReader service) {
        Map<String, Exchange> exchanges = new LinkedHashMap<>();
        List<Queue> queues = new ArrayList<>();
        List<Binding> bindings = new ArrayList<>();
        sections(service.at("Exchanges"), List.of("Type", "Durable", "AutoDelete"), List.of("Arguments"))
                .forEach(section -> exchanges.put(section.name(), exchange(section)));
        for (MqDestination destination : destinations) {
            destination
                    .exchange()
                    .filter(name -> !name.startsWith(BUILT_IN))
                    .ifPresent(name -> exchanges.putIfAbsent(name, implied(name, destination)));
            // The queue behind a topic is its subscriber's, who makes it when it subscribes.
            queueName(destination).ifPresent(name -> {
                queues.add(queue(name, destination));
                destination
                        .exchange()
                        .ifPresent(exchange -> bindings.add(new Binding(
                                exchange, name, true, destination.routingKey().orElse(name), Map.of())));
            });
        }
        sections(service.at("Bindings"), List.of("Source", "Queue", "Exchange", "RoutingKey"), List.of("Arguments"))
                .forEach(section -> binding(section).ifPresent(bindings::add));
        List<Policy> policies =
                sections(service.at("Policies"), List.of("Pattern", "ApplyTo", "Priority"), List.of("Definition"))
                        .stream()
                        .flatMap(section -> policy(section).stream())
                        .toList();
        return new Topology(List.copyOf(exchanges.values()), queues, bindings, policies);
    }

    private static List<SectionReader> sections(SectionReader list, List<String> options, List<String> sections) {
        list.holdsSectionsOnly();
        list.sections().forEach(section -> section.known(options, sections));
        return list.sections();
    }

    private static Exchange exchange(SectionReader section) {
        return new Exchange(
                section.name(),
                section.text("Type").orElse("direct"),
                section.flag("Durable").orElse(true),
                section.flag("AutoDelete").orElse(false),
                arguments(section.at("Arguments")),
                false);
    }

    private static Exchange implied(String name, MqDestination destination) {
        String type = destination.uri().kind() == MqUri.Kind.TOPIC ? "topic" : "direct";
        return new Exchange(name, type, true, false, Map.of(), true);
    }

    private static Optional<String> queueName(MqDestination destination) {
        if (destination.uri().kind() == MqUri.Kind.TOPIC) {
            return Optional.empty();
        }
        Matcher address = STOMP_QUEUE.matcher(destination.address().orElse("/queue/" + destination.name()));
        return address.matches() ? Optional.of(address.group(1)) : Optional.empty();
    }

    private Queue queue(String name, MqDestination destination) {
        Map<String, Object> arguments = new HashMap<>(arguments(argumentsOf(destination.uri())));
        if (destination.queueType() != MqDestination.QueueType.CLASSIC) {
            arguments.put("x-queue-type", destination.queueType().word());
        }
        return new Queue(name, destination.durable(), arguments);
    }

    private SectionReader argumentsOf(MqUri uri) {
        String first = "/Resources/MQServices/" + uri.service() + "/Queues/" + uri.name();
        if (root.section().find(first).isPresent()) {
            return root.at(first + "/Arguments");
        }
        return new Systems(root)
                .sections(uri.service(), "MessageQueueing").stream()
                        .map(queueing -> queueing.at(uri.name()))
                        .filter(queue -> queue.section().origin().isPresent())
                        .findFirst()
                        .map(queue -> queue.at("Arguments"))
                        .orElseGet(this::nothing);
    }

    private SectionReader nothing() {
        return new SectionReader(CfgSection.empty("/"), root.reading());
    }

    private static Optional<Binding> binding(SectionReader section) {
        Optional<String> source = section.text("Source");
        Optional<String> queue = section.text("Queue");
        Optional<String> exchange = section.text("Exchange");
        if (source.isEmpty() || queue.isPresent() == exchange.isPresent()) {
            wrong(section, "a binding needs 'Source', an exchange, and either 'Queue' or 'Exchange', where it leads");
            return Optional.empty();
        }
        return Optional.of(new Binding(
                source.get(),
                queue.or(() -> exchange).get(),
                queue.isPresent(),
                section.text("RoutingKey").orElse(""),
                arguments(section.at("Arguments"))));
    }

    private static Optional<Policy> policy(SectionReader section) {
        Optional<String> pattern = section.text("Pattern");
        Map<String, Object> definition = arguments(section.at("Definition"));
        if (pattern.isEmpty() || definition.isEmpty()) {
            wrong(section, "a policy needs a 'Pattern' of names and a 'Definition { … }' with at least one option");
            return Optional.empty();
        }
        return Optional.of(new Policy(
                section.name(),
                pattern.get(),
                section.choice("ApplyTo", ApplyTo.class, ApplyTo::word)
                        .orElse(ApplyTo.ALL)
                        .word(),
                section.integer("Priority", Integer.MIN_VALUE, Integer.MAX_VALUE)
                        .orElse(0),
                definition));
    }

    private enum ApplyTo {
        QUEUES("queues"),
        EXCHANGES("exchanges"),
        ALL("all");

        private final String word;

        ApplyTo(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private static Map<String, Object> arguments(SectionReader section) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        section.section().options().stream().map(CfgOption::name).forEach(name -> section.text(name)
                .ifPresent(text -> arguments.put(name, typed(text))));
        return arguments;
    }

    /** RabbitMQ refuses a limit that comes as text. In quotation marks everything is text. */
    private static Object typed(String text) {
        Matcher quoted = QUOTED.matcher(text);
        if (quoted.matches()) {
            return quoted.group(1);
        }
        if (NUMBER.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        boolean truth = text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
        return truth ? Boolean.valueOf(text) : text;
    }

    private static void wrong(SectionReader section, String message) {
        Origin place = section.section().origin().orElseGet(() -> new Origin("<built in>", 1, 1));
        section.reading().error(place, message + ", in " + section.section());
    }
}
