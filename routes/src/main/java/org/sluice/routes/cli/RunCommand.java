package org.sluice.routes.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.sluice.config.Configuration;
import org.sluice.config.EngineSettings;
import org.sluice.config.mq.MqUri;
import org.sluice.config.rabbitmq.ManagedBroker;
import org.sluice.routes.broker.LocalBroker;
import org.sluice.routes.rabbitmq.RegistryWatch;
import org.sluice.routes.runtime.ConfiguredDatabase;
import org.sluice.routes.runtime.EngineRuntime;
import org.sluice.routes.runtime.Termination;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The engine. */
@Command(
        name = "run",
        description = {
            "Run the engine until it is stopped (Ctrl-C or SIGTERM finish the batch in hand).",
            "It consumes the configured sources; without a configuration, the broker and the database that it brings"
                    + " with it, kept in ./data."
        })
final class RunCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Configuration configuration = config.load();
        try (EngineRuntime engine = EngineRuntime.start(configuration, ConfiguredDatabase.opener(configuration))) {
            Termination.prepare(engine::close);
            greet(configuration, engine);
            Optional<RegistryWatch> users = watchUsers(configuration);
            try {
                engine.ended().join();
            } finally {
                users.ifPresent(RegistryWatch::close);
            }
            return 0;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** Nobody's users are touched unless the configuration says so. */
    private Optional<RegistryWatch> watchUsers(Configuration configuration) {
        boolean wanted = configuration.brokers().stream().anyMatch(ManagedBroker::syncUsers);
        return wanted ? Optional.of(RegistryWatch.start(config.files(), config::load)) : Optional.empty();
    }

    private void greet(Configuration configuration, EngineRuntime engine) {
        EngineSettings settings = configuration.engine();
        Table table = Table.of("Sluice runs;", "Ctrl-C stops it.");
        table.row("sources", settings.sources().stream().map(MqUri::toString).collect(Collectors.joining(", ")));
        engine.broker()
                .map(LocalBroker::port)
                .ifPresent(port -> table.row("embedded broker", "STOMP on 127.0.0.1:" + port));
        table.row("database", ConfiguredDatabase.settings(configuration).address());
        table.row("health", "http://127.0.0.1:" + engine.httpPort() + "/observe/health");
        terminal.err().println(table);
        terminal.err().flush();
    }
}
