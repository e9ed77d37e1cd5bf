package org.sluice.it.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.sluice.config.Configuration;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.RabbitMqServer;
import org.sluice.it.server.Servers;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.Producer;

/** What one test works on: a queue of its own, and a configuration with one consumer, {@code Tests/C}. */
final class Site {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String name = "consumer" + NUMBERS.incrementAndGet();
    private final Path folder = Servers.folder(name);
    private final RabbitMqServer broker = Servers.rabbitMq();
    private final Path file;

    /**
     * @param type of the service, {@code MQType}
     * @param options of the consumer
     */
    Site(String type, String options) {
        broker.declareQueue(name, Map.of());
        this.file = EngineServer.writeConfiguration(
                folder.resolve("site.cfg"),
                """
                Resources { MQServices { rabbit
                {
                  MQType = %s
                  Host = 127.0.0.1
                  Port = %d
                  User = guest
                  Password = guest
                  ManagementPort = %d
                  Queues
                  {
                    %s
                    {
                      Prefetch = 10
                    }
                    out
                    {
                    }
                  }
                } } }
                Systems { Tests { Consumers { C
                {
                  MQ = rabbit::Queues::%s
                  %s
                } } } }
                """
                        .formatted(
                                type,
                                type.equals("Stomp") ? broker.stompPort() : broker.amqpPort(),
                                broker.managementPort(),
                                name,
                                name,
                                options));
    }

    Path folder() {
        return folder;
    }

    Path file() {
        return file;
    }

    Configuration configuration() {
        return Configuration.load(List.of(file));
    }

    /** How many messages the queue holds, those included that a consumer has and has not acknowledged. */
    long depth() {
        return broker.depth(name);
    }

    void closeConnections() {
        broker.closeConnections();
    }

    /** Sends {@code {"pilot":"p","number":n}} for each number, and waits for the broker's confirmations. */
    void send(int from, int to) {
        try (Messaging messaging = Messaging.of(configuration().queues());
                Producer producer = messaging.producer("rabbit::Queues::" + name)) {
            CompletableFuture<?>[] confirmed = IntStream.range(from, to)
                    .mapToObj(number -> producer.send(body(number).getBytes(UTF_8), Map.of()))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(confirmed).join();
        }
    }

    static String body(int number) {
        return "{\"pilot\":\"p\",\"number\":" + number + "}";
    }

    /** The lines of a file in the folder; none where it is not there. */
    List<String> lines(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
