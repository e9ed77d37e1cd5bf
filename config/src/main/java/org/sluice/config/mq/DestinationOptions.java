package org.sluice.config.mq;

import java.util.List;
import java.util.Optional;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.identity.DistinguishedName;
import org.sluice.config.mq.MqDestination.ProducerRule;
import org.sluice.config.mq.MqDestination.QueueType;
import org.sluice.config.value.SectionReader;

/** Reads the options of a queue or topic; both forms of configuration have them. */
final class DestinationOptions {

    static final List<String> NAMES = List.of(
            "Acknowledgement",
            "Persistent",
            "Durable",
            "Type",
            "x-queue-type",
            "Address",
            "Exchange",
            "RoutingKey",
            "Prefetch");

    static final String PRODUCERS = "AllowedProducers";

    /** Read where queues are declared, not where they are used. */
    static final String ARGUMENTS = "Arguments";

    static final List<String> SECTIONS = List.of(PRODUCERS, ARGUMENTS);

    private static final List<String> RULE_NAMES = List.of("DN", "User", "LFNPrefixes");

    private DestinationOptions() {}

    /** @param servicePrefetch what the service says for all its destinations */
    static MqDestination read(MqUri uri, MqService service, SectionReader options, Optional<Integer> servicePrefetch) {
        return new MqDestination(
                uri,
                service,
                options.flag("Acknowledgement").orElse(true),
                options.flag("Persistent").orElse(true),
                options.flag("Durable").orElse(uri.kind() == MqUri.Kind.QUEUE),
                queueType(options),
                options.text("Address"),
                options.text("Exchange"),
                options.text("RoutingKey"),
                prefetch(options).or(() -> servicePrefetch),
                producers(service, options.at(PRODUCERS)));
    }

    static Optional<Integer> prefetch(SectionReader options) {
        return options.integer("Prefetch", 1, 65535);
    }

    private static QueueType queueType(SectionReader options) {
        return options.choice("Type", QueueType.class, QueueType::word)
                .or(() -> options.choice("x-queue-type", QueueType.class, QueueType::word))
                .orElse(QueueType.CLASSIC);
    }

    private static List<ProducerRule> producers(MqService service, SectionReader section) {
        section.holdsSectionsOnly();
        List<ProducerRule> rules =
                section.sections().stream().map(DestinationOptions::rule).toList();
        if (!rules.isEmpty() && service.type() == MqType.STOMP) {
            section.reading()
                    .warning(
                            MqReader.placeOf(section),
                            "'" + PRODUCERS
                                    + "' of a STOMP service lets nobody in: STOMP does not tell for certain who sent"
                                    + " a message. Consume this queue over AMQP (MQType = RabbitMQ); its producers may use"
                                    + " either");
        }
        return rules;
    }

    private static ProducerRule rule(SectionReader rule) {
        rule.known(RULE_NAMES, List.of());
        Optional<DistinguishedName> dn =
                rule.convert("DN", "a distinguished name such as /DC=org/O=CTA/CN=Jane Doe", DistinguishedName::find);
        Optional<String> user = rule.text("User");
        if (rule.section().option("DN").isEmpty() && user.isEmpty()) {
            rule.reading()
                    .error(
                            MqReader.placeOf(rule),
                            "expected 'DN' or 'User' in " + rule.section() + ", to say whom it lets in");
        }
        List<CfgValue> prefixes = rule.list("LFNPrefixes");
        prefixes.stream().filter(prefix -> !prefix.text().startsWith("/")).forEach(prefix -> rule.reading()
                .error(
                        prefix.origin(),
                        "expected the beginning of an LFN, such as /vo/data/, found '" + prefix.text() + "'"));
        return new ProducerRule(
                rule.name(), dn, user, prefixes.stream().map(CfgValue::text).toList());
    }
}
