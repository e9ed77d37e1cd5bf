package org.sluice.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.RabbitMqServer;
import org.sluice.it.server.Servers;

/** A configuration of a virtual host of the shared RabbitMQ, and commands on it. */
final class Site {
    static final String VHOST = "administration";
    private static final String SERVICE =
            """
            Resources
            {
              MQServices
              {
                rabbit
                {
                  MQType = RabbitMQ
                  Host = 127.0.0.1
                  Port = %d
                  ManagementPort = %d
                  VHost = %s
                  User = %s
                  Password = guest
                  Queues
                  {
                    registrations
                    {
                      Type = quorum
                      Exchange = files
                      RoutingKey = file.#
                    }
                    plain
                    {
                    }
                  }
                  Exchanges
                  {
                    files
                    {
                      Type = topic
                    }
                    lost
                    {
                      Type = fanout
                    }
                  }
                  Bindings
                  {
                    lost
                    {
                      Source = lost
                      Queue = plain
                    }
                  }
                  Policies
                  {
                    dead
                    {
                      Pattern = ^registrations$
                      ApplyTo = queues
                      Definition
                      {
                        dead-letter-exchange = lost
                        max-length = 1000
                      }
                    }
                  }
                  Permissions
                  {
                    production
                    {
                      Write = ^files$
                      Tags = monitoring
                    }
                    hosts
                    {
                      Read = ^plain$
                    }
                  }
                }
              }
            }
            """;
    private static final String REGISTRY =
            """
            Registry
            {
              Users
              {
                jane
                {
                  DN = /DC=org/O=Acme, Inc./CN=Jane Doe
                }
                rene
                {
                  DN = /DC=org/UID=r+CN=René \\ 100%%
                }
              }
              Hosts
              {
                se
                {
                  DN = /DC=org/CN=host/se.example.org
                }
              }
              Groups
              {
                production
                {
                  Users = %s
                }
              }
            }
            """;

    private final RabbitMqServer server = Servers.rabbitMq();
    private final Path folder;
    private final Path service;

    Site(Path folder) {
        this.folder = folder;
        this.service = configuration("service.cfg", "guest", server.managementPort());
        assertThat(rabbitmq("declare").exitCode()).isZero();
    }

    RabbitMqServer server() {
        return server;
    }

    /** The configuration of the service. */
    Path service() {
        return service;
    }

    /** Runs a command on the service. */
    Sluice rabbitmq(String... args) {
        return Sluice.run(concat(List.of("rabbitmq"), List.of(args), List.of("-c", service.toString())));
    }

    Sluice sync(Path registry, String... args) {
        return Sluice.run(concat(
                List.of("rabbitmq", "sync"),
                List.of(args),
                List.of("-c", service.toString(), "-c", registry.toString())));
    }

    /** The names of all users. */
    List<String> names() {
        return rabbitmq("user", "list", "--json").json().findValuesAsText("name");
    }

    JsonNode permission(String user) {
        return find(rabbitmq("permission", "list", "--json"), "user", user);
    }

    static JsonNode find(Sluice listing, String member, String value) {
        assertThat(listing.exitCode()).as(listing.err()).isZero();
        return StreamSupport.stream(listing.json().spliterator(), false)
                .filter(entry -> entry.path(member).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError(value + " is not in " + listing.out()));
    }

    /** A configuration of the service with another user or management port. */
    Path configuration(String name, String user, int managementPort) {
        return EngineServer.writeConfiguration(
                folder.resolve(name), SERVICE.formatted(server.amqpPort(), managementPort, VHOST, user));
    }

    /** Users and hosts, these users in the group {@code production}. */
    static String registryText(String production) {
        return REGISTRY.formatted(production);
    }

    Path registry(String production) {
        return write("registry.cfg", registryText(production));
    }

    /** Takes all users of the registry away. */
    void noUsers() {
        assertThat(sync(write("empty.cfg", "Registry {\n Users {\n }\n }\n")).exitCode())
                .isZero();
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SafeVarargs
    private static String[] concat(List<String>... parts) {
        return Arrays.stream(parts).flatMap(List::stream).toArray(String[]::new);
    }
}
