package org.sluice.routes.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sluice.config.Configuration;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.runtime.QueuesBesideEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes events. */
@Command(
        name = "send",
        description = {
            "Publish the lines of a file as messages, each as it is, and wait until the broker has confirmed them.",
            "If it fails, send the file again: events that carry an id take effect once."
        })
final class SendCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            description = "Messages, one a line; - is standard input. Blank lines are left out.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(
            names = "--to",
            paramLabel = "mqURI",
            description = "The queue or topic: service::Queues::name. Without it, where the embedded broker takes"
                    + " registrations.")
    private String to = EmbeddedBroker.REGISTRATIONS.toString();

    @Option(names = "--json", description = "Print one JSON object at the end: {\"sent\":N, \"seconds\":S, \"to\":…}.")
    private boolean asJson;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    SendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = config.load();
        MqDestination destination = QueuesBesideEngine.resolve(configuration, MqUri.parse(to));
        try (Lines lines = Lines.open(file, terminal);
                Messaging messaging = Messaging.of(configuration.queues());
                Progress progress = Progress.of(terminal, "Sending", "messages", -1)) {
            Shipping shipping = new Shipping(messaging.producer(destination), progress);
            shipping.connect();
            long begin = System.nanoTime();
            shipping.send(lines);
            report(shipping.confirmed(), destination, Duration.ofNanos(System.nanoTime() - begin));
        }
        return 0;
    }

    private void report(long sent, MqDestination destination, Duration taken) {
        double seconds = taken.toMillis() / 1000.0;
        String sentence = String.format(
                Locale.ROOT,
                "Sent %,d messages to %s in %.1f s (%,.0f a second); the broker has confirmed all of them.",
                sent,
                destination.uri(),
                seconds,
                sent / Math.max(seconds, 0.001));
        terminal.out()
                .println(
                        asJson
                                ? Json.object()
                                        .put("sent", sent)
                                        .put("seconds", seconds)
                                        .put("to", destination.uri().toString())
                                        .toString()
                                : sentence);
    }
}
