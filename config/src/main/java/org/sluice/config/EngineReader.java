package org.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.config.mq.MqServices;
import org.sluice.config.mq.MqUri;
import org.sluice.config.value.SectionReader;

/** Reads {@link EngineSettings}. */
final class EngineReader {

    private static final String FIELDS = "MetadataFields";

    private static final List<String> NAMES = List.of(
            "Source",
            "DeadLetter",
            "TaskNotices",
            "BatchSize",
            "BatchTimeout",
            "Consumers",
            "HttpPort",
            "JournalRetention",
            "RoutesDirectory",
            "MaxLineage",
            "PluginTimeout",
            "RefuseCycles",
            "DataDirectory",
            "EmbeddedBrokerPort");

    private static final List<String> TYPES = List.of("int", "float", "date", "string");

    private final SectionReader root;
    private final SectionReader options;
    private final boolean embedded;

    EngineReader(SectionReader root) {
        this.root = root;
        this.options = root.at("/Systems/Transformation/Sluice");
        this.embedded = options.list("Source").isEmpty();
    }

    /** The queues and topics that mqURIs can name, those of the embedded broker too where there is one. */
    MqServices queues() {
        return MqServices.read(root, embedded ? Optional.of(embeddedPort()) : Optional.empty());
    }

    EngineSettings read() {
        options.known(NAMES, List.of(FIELDS));
        MqServices queues = queues();
        List<MqUri> sources = destinations("Source", queues);
        Optional<MqUri> deadLetter = destination("DeadLetter", queues, EmbeddedBroker.DEAD_LETTERS);
        Optional<MqUri> taskNotices = destination("TaskNotices", queues, EmbeddedBroker.TASK_NOTICES);
        warnOfNoDeadLetter(deadLetter);
        return new EngineSettings(
                embedded,
                embedded ? List.of(EmbeddedBroker.REGISTRATIONS) : sources,
                deadLetter,
                taskNotices,
                options.integer("BatchSize", 1, 100_000).orElse(500),
                options.duration("BatchTimeout", ChronoUnit.MILLIS).orElse(Duration.ofMillis(50)),
                options.integer("Consumers", 1, 1000).orElse(2),
                options.integer("HttpPort", 0, 65535).orElse(8080),
                options.duration("JournalRetention", ChronoUnit.DAYS).orElse(Duration.ofDays(30)),
                options.path("RoutesDirectory").orElse(Path.of("conf", "routes")),
                metadataFields(),
                options.integer("MaxLineage", 1, Integer.MAX_VALUE).orElse(32),
                options.duration("PluginTimeout", ChronoUnit.SECONDS).orElse(Duration.ofSeconds(5)),
                options.flag("RefuseCycles").orElse(true),
                options.path("DataDirectory").orElse(Path.of("data")),
                embeddedPort());
    }

    private int embeddedPort() {
        return options.integer("EmbeddedBrokerPort", 0, 65535).orElse(61613);
    }

    private Optional<MqUri> destination(String name, MqServices queues, MqUri embeddedQueue) {
        List<MqUri> named = destinations(name, queues);
        if (named.size() > 1) {
            options.section().option(name).map(CfgOption::valueOrigin).ifPresent(place -> options.reading()
                    .error(place, "expected one mqURI for '" + name + "', found " + named.size()));
        }
        return named.isEmpty() && embedded
                ? Optional.of(embeddedQueue)
                : named.stream().findFirst();
    }

    private List<MqUri> destinations(String name, MqServices queues) {
        return options.list(name).stream()
                .flatMap(item -> mqUri(item, queues).stream())
                .distinct()
                .toList();
    }

    private Optional<MqUri> mqUri(CfgValue item, MqServices queues) {
        try {
            return Optional.of(queues.resolve(item.text()).uri());
        } catch (ConfigException e) {
            for (Problem problem : e.problems()) {
                options.reading().error(item.origin(), problem.message());
            }
            return Optional.empty();
        }
    }

    private void warnOfNoDeadLetter(Optional<MqUri> deadLetter) {
        Optional<CfgOption> source = options.section().option("Source");
        if (!embedded && deadLetter.isEmpty() && source.isPresent()) {
            options.reading()
                    .warning(
                            source.get().origin(),
                            "'Source' without 'DeadLetter': messages that are no events will go to a queue named after the first "
                                    + "source, with '.dead-letters' behind its name");
        }
    }

    private Map<String, MetadataType> metadataFields() {
        SectionReader section = options.at(FIELDS);
        section.known(section.section().options().stream().map(CfgOption::name).toList(), List.of());
        Map<String, MetadataType> fields = new LinkedHashMap<>();
        for (CfgOption option : section.section().options()) {
            String type = section.text(option.name()).orElse("");
            if (MetadataType.of(type) == MetadataType.STRING && !isString(type)) {
                section.reading()
                        .warning(
                                option.valueOrigin(),
                                "'" + type + "' is not one of " + String.join(", ", TYPES) + "; '" + option.name()
                                        + "' is taken as a string");
            }
            fields.put(option.name(), MetadataType.of(type));
        }
        return fields;
    }

    /** The catalogue's own names of string types are SQL's. */
    private static boolean isString(String type) {
        return type.matches("(?i)(string|varchar|char|text).*");
    }
}
