package org.sluice.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Origin;
import org.sluice.config.cfg.Problem;
import org.sluice.config.mq.MqServices;
import org.sluice.config.mq.MqUri;
import org.sluice.config.systems.Systems;
import org.sluice.config.value.SectionReader;

/** Reads {@link ConsumerSettings}. */
final class ConsumerReader {

    private static final List<String> NAMES =
            List.of("Module", "MQ", "Enabled", "Concurrency", "BatchSize", "BatchTimeout", "HttpPort");

    /** AMQP has 16 bits for it. */
    private static final int LARGEST_PREFETCH = 65_535;

    private final SectionReader root;
    private final MqServices queues;

    ConsumerReader(SectionReader root, MqServices queues) {
        this.root = root;
        this.queues = queues;
    }

    List<ConsumerSettings> read() {
        Systems systems = new Systems(root);
        Map<String, ConsumerSettings> byId = new LinkedHashMap<>();
        for (String system : systems.names()) {
            for (SectionReader consumers : systems.sections(system, "Consumers")) {
                consumers.holdsSectionsOnly();
                for (SectionReader options : consumers.sections()) {
                    consumer(system, options).ifPresent(read -> add(read, options, byId));
                }
            }
        }
        return List.copyOf(byId.values());
    }

    /** Directly in the system's section and again in that of its setup: nobody could say which one is meant. */
    private static void add(ConsumerSettings read, SectionReader options, Map<String, ConsumerSettings> byId) {
        if (byId.putIfAbsent(read.id(), read) != null) {
            place(options).ifPresent(at -> options.reading()
                    .error(at, "there is a second consumer " + read.id() + ", in " + options.section()));
        }
    }

    private Optional<ConsumerSettings> consumer(String system, SectionReader options) {
        // The module's own options stand beside ours, so that only likely slips can be told from them.
        options.warnOfMisspelt(NAMES);
        List<String> own = options.section().options().stream()
                .map(CfgOption::name)
                .filter(name -> !NAMES.contains(name))
                .toList();
        // Looked at now, so that references to what is not there are found with everything else that is wrong.
        own.forEach(options::text);
        int concurrency = options.integer("Concurrency", 1, 1000).orElse(1);
        int batchSize = options.integer("BatchSize", 1, LARGEST_PREFETCH).orElse(1);
        if (concurrency * batchSize > LARGEST_PREFETCH) {
            place(options).ifPresent(at -> options.reading()
                    .error(
                            at,
                            "'Concurrency' times 'BatchSize' is %d, and a broker sends %d messages ahead at most"
                                    .formatted(concurrency * batchSize, LARGEST_PREFETCH)));
        }
        return mq(options).flatMap(mq -> module(options)
                .map(module -> new ConsumerSettings(
                        system,
                        options.name(),
                        module,
                        mq,
                        options.flag("Enabled").orElse(true),
                        concurrency,
                        batchSize,
                        options.duration("BatchTimeout", ChronoUnit.MILLIS).orElse(Duration.ofMillis(50)),
                        options.integer("HttpPort", 0, 65535),
                        new ConsumerOptions(options.section(), options.reading(), own))));
    }

    private static Optional<CfgValue> module(SectionReader options) {
        Optional<Origin> said = options.section().option("Module").map(CfgOption::valueOrigin);
        String name = options.text("Module").orElse(options.name());
        return said.or(() -> place(options)).map(at -> new CfgValue(name, at));
    }

    private static Optional<Origin> place(SectionReader options) {
        return options.section().origin();
    }

    private Optional<MqUri> mq(SectionReader options) {
        Optional<Origin> place =
                options.section().option("MQ").map(CfgOption::valueOrigin).or(() -> place(options));
        Optional<String> written = options.text("MQ");
        try {
            if (written.isPresent()) {
                return Optional.of(queues.resolve(written.get()).uri());
            }
            place.ifPresent(at ->
                    options.reading().error(at, "'MQ', the mqURI to consume, is missing in " + options.section()));
        } catch (ConfigException e) {
            for (Problem problem : e.problems()) {
                place.ifPresent(at -> options.reading().error(at, problem.message()));
            }
        }
        return Optional.empty();
    }
}
