package org.sluice.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.cfg.CfgOption;
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
            List.of("Module", "MQ", "Enabled", "Concurrency", "BatchSize", "BatchTimeout");

    private final SectionReader root;
    private final MqServices queues;

    ConsumerReader(SectionReader root, MqServices queues) {
        this.root = root;
        this.queues = queues;
    }

    List<ConsumerSettings> read() {
        Systems systems = new Systems(root);
        return systems.names().stream()
                .flatMap(system -> systems.sections(system, "Consumers").stream()
                        .flatMap(consumers -> consumers.sections().stream())
                        .flatMap(consumer -> consumer(system, consumer).stream()))
                .toList();
    }

    private Optional<ConsumerSettings> consumer(String system, SectionReader options) {
        // The module's own options stand beside ours, so that only likely slips can be told from them.
        options.warnOfMisspelt(NAMES);
        return mq(options)
                .map(mq -> new ConsumerSettings(
                        system,
                        options.name(),
                        options.text("Module").orElse(options.name()),
                        mq,
                        options.flag("Enabled").orElse(true),
                        options.integer("Concurrency", 1, 1000).orElse(1),
                        options.integer("BatchSize", 1, 100_000).orElse(1),
                        options.duration("BatchTimeout", ChronoUnit.MILLIS).orElse(Duration.ofMillis(50)),
                        ownOptions(options)));
    }

    private Optional<MqUri> mq(SectionReader options) {
        Optional<Origin> place = options.section()
                .option("MQ")
                .map(CfgOption::valueOrigin)
                .or(() -> options.section().origin());
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

    private static Map<String, String> ownOptions(SectionReader options) {
        Map<String, String> own = new LinkedHashMap<>();
        options.section().options().stream()
                .map(CfgOption::name)
                .filter(name -> !NAMES.contains(name))
                .forEach(name -> own.put(name, options.text(name).orElse("")));
        return own;
    }
}
