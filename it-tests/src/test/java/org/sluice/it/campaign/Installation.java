package org.sluice.it.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.sluice.engine.trigger.Boundary;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.FreePorts;
import org.sluice.it.server.Python;
import org.sluice.it.server.RabbitMqServer;
import org.sluice.it.server.ServerProcess;
import org.sluice.it.server.Servers;

/** What one test works on: queues and a database of its own on the shared servers, and a configuration for engines. */
final class Installation {
    private static final Duration PUBLISH_LIMIT = Duration.ofMinutes(8);
    private static final Duration DONE_LIMIT = Duration.ofMinutes(8);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** How events come in. */
    enum Protocol {
        STOMP,
        AMQP;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String name;
    private final Path folder;
    private final Protocol protocol;
    private final RabbitMqServer broker = Servers.rabbitMq();
    private final Tables tables;
    private final Campaign campaign;
    private String registrationLines = "";
    private String serviceLines = "";

    Installation(Campaign campaign, Protocol protocol, Map<String, Object> queueArguments) {
        this.name = "it" + NUMBERS.incrementAndGet();
        this.folder = Servers.folder(name);
        this.protocol = protocol;
        this.campaign = campaign;
        Servers.mariaDb().createDatabase(name);
        this.tables = new Tables(Servers.mariaDb().jdbcUrl(name));
        broker.declareQueue(registrations(), queueArguments);
        broker.declareQueue(deadLetters(), Map.of());
        broker.declareQueue(notices(), Map.of());
        Transformations.create(Servers.mariaDb(), name, campaign);
    }

    static Installation of(Campaign campaign, Protocol protocol) {
        return new Installation(campaign, protocol, Map.of());
    }

    /** With further lines in the section of the queue of registrations. */
    Installation registeringBy(String lines) {
        registrationLines = lines;
        return this;
    }

    /** With further lines in the sections of both services. */
    Installation connectedBy(String lines) {
        serviceLines = lines;
        return this;
    }

    Tables tables() {
        return tables;
    }

    RabbitMqServer broker() {
        return broker;
    }

    Path folder() {
        return folder;
    }

    String registrations() {
        return name + ".registrations";
    }

    String deadLetters() {
        return name + ".dead-letters";
    }

    String notices() {
        return name + ".task-notices";
    }

    /** Publishes a file of messages with a client that is not Sluice's, and waits until all are confirmed. */
    void publish(Path file, String... options) {
        awaitPublished(startPublishing(file, options));
    }

    void publishTo(String queue, Path file) {
        awaitPublished(startPublishingTo(queue, file));
    }

    ServerProcess startPublishing(Path file, String... options) {
        return startPublishingTo(registrations(), file, options);
    }

    private ServerProcess startPublishingTo(String queue, Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                protocol.word(),
                "--port",
                Integer.toString(protocol == Protocol.STOMP ? broker.stompPort() : broker.amqpPort()),
                "--queue",
                queue,
                "--file",
                file.toString()));
        arguments.addAll(List.of(options));
        return Python.start(folder, folder.resolve("publish.log"), "publish.py", arguments.toArray(String[]::new));
    }

    static void awaitPublished(ServerProcess publisher) {
        if (publisher.awaitExit(PUBLISH_LIMIT) != 0) {
            throw new AssertionError("the publisher failed:\n" + publisher.output());
        }
    }

    EngineServer startEngine(String... jvmOptions) {
        int port = FreePorts.next();
        return EngineServer.start(folder, configuration(port), port, jvmOptions).awaitUp();
    }

    EngineServer startHaltingEngine(Boundary boundary, int nth) {
        int port = FreePorts.next();
        return EngineServer.startHalting(folder, configuration(port), port, boundary, nth);
    }

    /** Waits until nothing is in the queue any more and the tables stand still at what is expected. */
    void awaitDone() {
        Awaitility.await("all of the campaign in " + name)
                .atMost(DONE_LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> broker.depth(registrations()) == 0
                        && tables.count("TransformationFiles") >= campaign.attachmentCount()
                        && tables.count("SluiceOutbox") == 0);
    }

    Path configuration(int httpPort) {
        String service = protocol == Protocol.STOMP ? "rabbit-stomp" : "rabbit-amqp";
        StringBuilder fields = new StringBuilder();
        campaign.schema()
                .forEach((field, type) ->
                        fields.append(field).append(" = ").append(type).append('\n'));
        String queues =
                """
                %s
                Queues
                {
                  %s
                  {
                    Acknowledgement = True
                    Persistent = True
                    %s
                  }
                  %s
                  {
                    Persistent = True
                  }
                  %s
                  {
                    Persistent = True
                  }
                }
                """
                        .formatted(serviceLines, registrations(), registrationLines, deadLetters(), notices());
        return EngineServer.writeConfiguration(
                folder.resolve("sluice-" + httpPort + ".cfg"),
                """
                Resources
                {
                  MQServices
                  {
                    rabbit-stomp
                    {
                      MQType = Stomp
                      Host = 127.0.0.1
                      Port = %d
                      VHost = /
                      User = guest
                      Password = guest
                      %s
                    }
                    rabbit-amqp
                    {
                      MQType = RabbitMQ
                      Host = 127.0.0.1
                      Port = %d
                      VHost = /
                      User = guest
                      Password = guest
                      %s
                    }
                  }
                }
                Systems
                {
                  Transformation
                  {
                    Databases
                    {
                      TransformationDB
                      {
                        Host = 127.0.0.1
                        Port = %d
                        User = %s
                        Password = %s
                        DBName = %s
                      }
                    }
                    Sluice
                    {
                      Source = %s::Queues::%s
                      DeadLetter = %s::Queues::%s
                      TaskNotices = %s::Queues::%s
                      HttpPort = %d
                      MetadataFields
                      {
                        %s
                      }
                    }
                  }
                }
                """
                        .formatted(
                                broker.stompPort(),
                                queues,
                                broker.amqpPort(),
                                queues,
                                Servers.mariaDb().port(),
                                Servers.mariaDb().user(),
                                Servers.mariaDb().password(),
                                name,
                                service,
                                registrations(),
                                service,
                                deadLetters(),
                                service,
                                notices(),
                                httpPort,
                                fields));
    }
}
