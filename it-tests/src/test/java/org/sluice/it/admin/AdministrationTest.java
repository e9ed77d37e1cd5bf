package org.sluice.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.FreePorts;
import org.sluice.it.server.RabbitMqServer;
import org.sluice.it.server.Servers;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AdministrationTest {
    private static final String VHOST = "administration";
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
    private static final String JANE = "CN=Jane Doe,O=Acme\\, Inc.,DC=org";
    private static final String RENE = "UID=r+CN=Ren\\C3\\A9 \\\\ 100%,DC=org";
    private static final String HOST = "CN=host/se.example.org,DC=org";

    private final RabbitMqServer server = Servers.rabbitMq();
    private final Path folder;
    private Path service;

    AdministrationTest(@TempDir Path folder) {
        this.folder = folder;
        this.service = configuration("service.cfg", "guest", server.managementPort());
    }

    @BeforeEach
    void virtualHost() {
        assertThat(Sluice.run("rabbitmq", "declare", "-c", service.toString()).exitCode())
                .isZero();
    }

    @Test
    void aUserWithAPasswordCanDoWhatWasPermitted() throws Exception {
        Path password = secretFile("secret\n");
        Sluice added = rabbitmq("user", "add", "alice", "--password-file", password.toString(), "--tags", "monitoring");
        Sluice again = rabbitmq("user", "add", "alice");
        Sluice set = rabbitmq("permission", "set", "alice", "--read", "^plain$");
        try {
            assertThat(added.exitCode()).as(added.err()).isZero();
            assertThat(added.out()).contains("by password").doesNotContain("secret");
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.err()).contains("there is a user 'alice'").contains("already");
            assertThat(set.exitCode()).as(set.err()).isZero();

            JsonNode user = find(rabbitmq("user", "list", "--json"), "name", "alice");
            assertThat(user.path("password").asBoolean()).isTrue();
            assertThat(user.path("tags").toString()).isEqualTo("[\"monitoring\"]");
            JsonNode permission = find(rabbitmq("permission", "list", "--json", "--user", "alice"), "user", "alice");
            assertThat(permission.path("vhost").asText()).isEqualTo(VHOST);
            assertThat(permission.path("read").asText()).isEqualTo("^plain$");
            assertThat(permission.path("write").asText()).isEqualTo("^$");
            try (Connection connection = connect("alice", "secret")) {
                assertThat(connection.createChannel().basicGet("plain", true)).isNull();
            }
        } finally {
            assertThat(rabbitmq("user", "delete", "alice").exitCode()).isZero();
        }
        Sluice gone = rabbitmq("user", "delete", "alice");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err()).contains("there is no user 'alice' at http://127.0.0.1:" + server.managementPort());
    }

    @Test
    void whoIsDeletedIsNotLeftConnected() throws Exception {
        Sluice.runWithInput(
                "secret\n", "rabbitmq", "user", "add", "erna", "--password-file", "-", "-c", service.toString());
        rabbitmq("permission", "set", "erna");
        Connection connection = connect("erna", "secret");

        assertThat(rabbitmq("user", "delete", "erna").exitCode()).isZero();

        await().atMost(30, TimeUnit.SECONDS).until(() -> !connection.isOpen());
        assertThat(connection.getCloseReason()).hasMessageContaining("user 'erna' is deleted");
    }

    @Test
    void aPasswordComesFromInputToo() throws Exception {
        Sluice added = Sluice.runWithInput(
                "secret\n", "rabbitmq", "user", "add", "bob", "--password-file", "-", "-c", service.toString());
        try {
            assertThat(added.exitCode()).as(added.err()).isZero();
            rabbitmq("permission", "set", "bob");
            connect("bob", "secret").close();
        } finally {
            rabbitmq("user", "delete", "bob");
        }
    }

    @Test
    void aPasswordFileThatOthersMayReadIsRefused() throws IOException {
        Path password = secretFile("secret\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

        Sluice added = rabbitmq("user", "add", "carl", "--password-file", password.toString());

        assertThat(added.exitCode()).isEqualTo(1);
        assertThat(added.err()).contains("group or others may read").contains("chmod 600");
    }

    @Test
    void aDnIsTheUserThatRabbitMqMakesOfIt() {
        Sluice added = rabbitmq("user", "add", "/DC=org/CN=Dora");
        try {
            assertThat(added.exitCode()).as(added.err()).isZero();
            JsonNode user = find(rabbitmq("user", "list", "--json"), "name", "CN=Dora,DC=org");
            assertThat(user.path("password").asBoolean()).isFalse();
        } finally {
            assertThat(rabbitmq("user", "delete", "/DC=org/CN=Dora").exitCode()).isZero();
        }
    }

    @Test
    void whatTheConfigurationNamesIsThereOnce() {
        Sluice again = rabbitmq("declare", "--json");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.json().path("declared")).isEmpty();

        Sluice elsewhere = Sluice.run(
                "rabbitmq",
                "declare",
                "--dry-run",
                "--json",
                "-c",
                service.toString(),
                "-c",
                vhost("another.cfg", "elsewhere").toString());
        assertThat(kinds(elsewhere))
                .containsExactly("vhost", "exchange", "exchange", "queue", "queue", "binding", "binding", "policy");
        assertThat(kinds(Sluice.run(
                        "rabbitmq",
                        "declare",
                        "--dry-run",
                        "--json",
                        "-c",
                        service.toString(),
                        "-c",
                        vhost("another.cfg", "elsewhere").toString())))
                .as("a dry run makes nothing")
                .hasSize(8);
    }

    @Test
    void whatIsThereIsListed() {
        JsonNode queue = find(rabbitmq("list", "--json", "queues"), "name", "registrations");
        assertThat(queue.path("durable").asBoolean()).isTrue();
        assertThat(queue.path("arguments").path("x-queue-type").asText()).isEqualTo("quorum");

        Sluice all = rabbitmq("list", "--json");
        assertThat(find(all, "name", "files").path("type").asText()).isEqualTo("topic");
        assertThat(find(all, "name", "files -> registrations")
                        .path("routingKey")
                        .asText())
                .isEqualTo("file.#");
        assertThat(find(all, "name", "dead")
                        .path("definition")
                        .path("max-length")
                        .asInt())
                .isEqualTo(1000);
        assertThat(rabbitmq("list").out()).contains("queue").contains("lost -> plain");
        assertThat(rabbitmq("list", "people").exitCode()).isEqualTo(2);
    }

    @Test
    void whatIsThereWithOtherPropertiesIsReported() throws IOException {
        Path other = Files.writeString(
                folder.resolve("other.cfg"),
                "Resources {\n MQServices {\n rabbit {\n Queues {\n plain {\n Arguments {\n x-max-length = 5\n }\n }\n"
                        + " }\n }\n }\n }\n");

        Sluice declared = Sluice.run("rabbitmq", "declare", "-c", service.toString(), "-c", other.toString());

        assertThat(declared.exitCode()).isEqualTo(1);
        assertThat(declared.err())
                .contains("queue 'plain' is there with other properties")
                .contains("x-max-length=5");
    }

    @Test
    void theUsersOfTheServerBecomeThoseOfTheRegistry() throws IOException {
        Path registry = registry("jane, rene");
        assertThat(rabbitmq("user", "add", "foreign").exitCode()).isZero();
        try {
            Sluice dry = sync(registry, "--dry-run", "--json");
            assertThat(dry.exitCode()).as(dry.err()).isZero();
            assertThat(dry.json().path("changes").findValuesAsText("change"))
                    .containsExactly("add", "permit", "add", "permit", "add", "permit");
            assertThat(names()).doesNotContain(JANE);

            assertThat(sync(registry, "--json").json()).isEqualTo(dry.json());
            assertThat(names()).contains(JANE, RENE, HOST, "foreign");
            assertThat(permission(JANE).path("write").asText()).isEqualTo("^files$");
            assertThat(permission(HOST).path("read").asText()).isEqualTo("^plain$");
            assertThat(sync(registry, "--json").json().path("changes")).isEmpty();

            // Rene leaves the group, Jane leaves altogether.
            Path later = Files.writeString(
                    folder.resolve("later.cfg"),
                    Files.readString(registry("nobody")).replaceAll("(?s)jane\\s*\\{[^}]*}", ""));
            Sluice changed = sync(later);
            assertThat(changed.out()).contains("delete").contains(JANE).contains("shut out");
            assertThat(names()).contains(RENE, HOST, "foreign", "guest").doesNotContain(JANE);
            assertThat(sync(later).out()).contains("are those of the registry");
        } finally {
            sync(Files.writeString(folder.resolve("empty.cfg"), "Registry {\n Users {\n }\n }\n"));
            rabbitmq("user", "delete", "foreign");
        }
        assertThat(names()).doesNotContain(JANE, RENE, HOST, "foreign").contains("guest");
    }

    @Test
    void aUserOfSomebodyElseIsLeftAlone() throws IOException {
        rabbitmq("user", "add", "/DC=org/O=Acme, Inc./CN=Jane Doe", "--tags", "management");
        try {
            Sluice synced = sync(registry("jane"));

            assertThat(synced.out()).contains("Left alone: '" + JANE + "'");
            assertThat(find(rabbitmq("user", "list", "--json"), "name", JANE)
                            .path("tags")
                            .toString())
                    .isEqualTo("[\"management\"]");
        } finally {
            sync(Files.writeString(folder.resolve("empty.cfg"), "Registry {\n Users {\n }\n }\n"));
            assertThat(rabbitmq("user", "delete", JANE).exitCode()).isZero();
        }
    }

    @Test
    void theEngineKeepsTheUsersInStepWithItsFiles() throws IOException {
        Path registry = registry("jane");
        Path local = Files.writeString(
                folder.resolve("engine.cfg"),
                """
                Resources
                {
                  MQServices
                  {
                    rabbit
                    {
                      SyncUsers = True
                    }
                  }
                }
                Systems
                {
                  Transformation
                  {
                    Sluice
                    {
                      HttpPort = 0
                      EmbeddedBrokerPort = 0
                      DataDirectory = %s
                    }
                  }
                }
                """
                        .formatted(folder.resolve("data")));
        try (EngineServer engine = EngineServer.start(folder, List.of(service, registry, local), 0)) {
            await().atMost(1, TimeUnit.MINUTES)
                    .untilAsserted(() -> assertThat(names()).contains(JANE, RENE, HOST));

            // A mistake deletes nobody, and what comes after it counts.
            Files.writeString(registry, "Registry {\n Users {\n");
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> engine.process().output().contains("registry.cfg:"));
            assertThat(names()).contains(JANE, RENE, HOST);
            Files.writeString(registry, REGISTRY.formatted("jane").replaceAll("(?s)rene\\s*\\{[^}]*}", ""));
            await().atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(
                            () -> assertThat(names()).contains(JANE, HOST).doesNotContain(RENE));
            assertThat(engine.process().output()).doesNotContain("guest");
        } finally {
            sync(Files.writeString(folder.resolve("empty.cfg"), "Registry {\n Users {\n }\n }\n"));
        }
    }

    @Test
    void withoutARegistryNobodyIsDeleted() {
        Sluice synced = rabbitmq("sync");

        assertThat(synced.exitCode()).isEqualTo(1);
        assertThat(synced.err()).contains("neither /Registry/Users nor /Registry/Hosts");
    }

    @Test
    void failuresAreSentences() {
        int nobody = FreePorts.next();

        assertThat(failure(configuration("away.cfg", "guest", nobody)))
                .contains("http://127.0.0.1:" + nobody + " cannot be reached")
                .contains("rabbitmq_management");
        assertThat(failure(configuration("amqp.cfg", "guest", server.amqpPort())))
                .contains("http://127.0.0.1:" + server.amqpPort() + " does not speak HTTP")
                .contains("ManagementPort of 'rabbit'");
        assertThat(failure(configuration("user.cfg", "somebody", server.managementPort())))
                .contains("does not let user 'somebody'")
                .contains("(401)");
        Sluice wrong = Sluice.run("rabbitmq", "user", "add");
        assertThat(wrong.exitCode()).isEqualTo(2);
        Sluice unknown = Sluice.run("rabbitmq", "user", "list", "--service", "x", "-c", service.toString());
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("there is no message queue service 'x'; there are: rabbit");
    }

    private static String failure(Path configuration) {
        Sluice failed = Sluice.run("rabbitmq", "user", "list", "-c", configuration.toString());
        assertThat(failed.exitCode()).as(failed.out()).isEqualTo(1);
        assertThat(failed.err()).startsWith("sluice: ").doesNotContain("\tat ", "Exception", "password=");
        return failed.err();
    }

    private Sluice rabbitmq(String... args) {
        return Sluice.run(concat(List.of("rabbitmq"), List.of(args), List.of("-c", service.toString())));
    }

    private Sluice sync(Path registry, String... args) {
        return Sluice.run(concat(
                List.of("rabbitmq", "sync"),
                List.of(args),
                List.of("-c", service.toString(), "-c", registry.toString())));
    }

    @SafeVarargs
    private static String[] concat(List<String>... parts) {
        return java.util.Arrays.stream(parts).flatMap(List::stream).toArray(String[]::new);
    }

    private List<String> names() {
        return rabbitmq("user", "list", "--json").json().findValuesAsText("name");
    }

    private JsonNode permission(String user) {
        return find(rabbitmq("permission", "list", "--json"), "user", user);
    }

    private static JsonNode find(Sluice listing, String member, String value) {
        assertThat(listing.exitCode()).as(listing.err()).isZero();
        return StreamSupport.stream(listing.json().spliterator(), false)
                .filter(entry -> entry.path(member).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError(value + " is not in " + listing.out()));
    }

    private static List<String> kinds(Sluice declared) {
        assertThat(declared.exitCode()).as(declared.err()).isZero();
        return declared.json().path("declared").findValuesAsText("kind");
    }

    private Connection connect(String user, String password) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(server.amqpPort());
        factory.setVirtualHost(VHOST);
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    private Path configuration(String name, String user, int managementPort) {
        return EngineServer.writeConfiguration(
                folder.resolve(name), SERVICE.formatted(server.amqpPort(), managementPort, VHOST, user));
    }

    private Path registry(String production) throws IOException {
        return Files.writeString(folder.resolve("registry.cfg"), REGISTRY.formatted(production));
    }

    private Path vhost(String name, String vhost) {
        return EngineServer.writeConfiguration(
                folder.resolve(name), "Resources {\n MQServices {\n rabbit {\n VHost = " + vhost + "\n }\n }\n }\n");
    }

    private Path secretFile(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
