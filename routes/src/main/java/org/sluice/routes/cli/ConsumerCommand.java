package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sluice.config.Configuration;
import org.sluice.config.ConsumerSettings;
import org.sluice.routes.runtime.ConsumerRuntime;
import org.sluice.routes.runtime.Termination;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A consumer. */
@Command(
        name = "consumer",
        description = {
            "Run a consumer of the configuration, enabled or not, until it is stopped (Ctrl-C or SIGTERM finish the"
                    + " messages in hand).",
            "The engine, 'sluice run', runs all that are enabled."
        })
final class ConsumerCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "System/Name",
            description = "Which: that of /Systems/[System]/Consumers/[Name].")
    private @Nullable String id;

    @Option(names = "--list", description = "List the consumers of the configuration instead.")
    private boolean list;

    @Option(names = "--json", description = "With --list: print a JSON array of objects.")
    private boolean asJson;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Serve /observe/health and /observe/metrics there, 0: on any free port. Without it, on the"
                    + " consumer's HttpPort, or not at all.")
    private @Nullable Integer httpPort;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    ConsumerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (list == (id != null)) {
            throw new ParameterException(spec.commandLine(), "Say which consumer, System/Name, or --list.");
        }
        Configuration configuration = config.load();
        List<ConsumerSettings> consumers = configuration.consumers();
        if (id == null) {
            terminal.out().println(asJson ? json(consumers) : table(consumers));
        } else {
            run(configuration, chosen(id, consumers));
        }
        return 0;
    }

    private void run(Configuration configuration, ConsumerSettings settings) {
        Optional<Integer> port = Optional.ofNullable(httpPort).or(settings::httpPort);
        try (ConsumerRuntime consumer = ConsumerRuntime.start(configuration, settings, port)) {
            Termination.prepare(consumer::close);
            greet(settings, consumer);
            consumer.ended().join();
        }
    }

    private void greet(ConsumerSettings settings, ConsumerRuntime consumer) {
        Table table = Table.of("Consumer " + settings.id() + " runs;", "Ctrl-C stops it.");
        table.row("messages", settings.mq());
        table.row("module", settings.module().text());
        consumer.httpPort().ifPresent(port -> table.row("health", "http://127.0.0.1:" + port + "/observe/health"));
        terminal.err().println(table);
        terminal.err().flush();
    }

    private static ConsumerSettings chosen(String id, List<ConsumerSettings> consumers) {
        // As in the tree of the configuration.
        String name = id.startsWith("/") ? id.substring(1) : id;
        return consumers.stream()
                .filter(settings -> settings.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailedException(
                        consumers.isEmpty()
                                ? "the configuration names no consumer; --config FILE gives one with"
                                        + " /Systems/[System]/Consumers"
                                : "there is no consumer '%s'; there are: %s"
                                        .formatted(
                                                name,
                                                consumers.stream()
                                                        .map(ConsumerSettings::id)
                                                        .collect(Collectors.joining(", ")))));
    }

    private static String table(List<ConsumerSettings> consumers) {
        if (consumers.isEmpty()) {
            return "The configuration names no consumer.";
        }
        Table table = Table.of("Consumer", "Enabled", "Messages", "Module", "Concurrency", "BatchSize")
                .numbers(4, 5);
        consumers.forEach(settings -> table.row(
                settings.id(),
                settings.enabled() ? "yes" : "no",
                settings.mq(),
                settings.module().text(),
                settings.concurrency(),
                settings.batchSize()));
        return table.toString();
    }

    /** The module's own options by name only: their values may be secrets. */
    private static String json(List<ConsumerSettings> consumers) {
        ArrayNode array = Json.array();
        for (ConsumerSettings settings : consumers) {
            ObjectNode json = array.addObject()
                    .put("consumer", settings.id())
                    .put("enabled", settings.enabled())
                    .put("mq", settings.mq().toString())
                    .put("module", settings.module().text())
                    .put("concurrency", settings.concurrency())
                    .put("batchSize", settings.batchSize())
                    .put("batchTimeoutMs", settings.batchTimeout().toMillis());
            settings.httpPort().ifPresent(port -> json.put("httpPort", port));
            ArrayNode options = json.putArray("options");
            settings.options().names().forEach(options::add);
        }
        return Json.pretty(array);
    }
}
