package org.sluice.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.FreePorts;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AdministrationTest {
    private final Path folder;
    private final Site site;

    AdministrationTest(@TempDir Path folder) {
        this.folder = folder;
        this.site = new Site(folder);
    }

    @Test
    void aUserWithAPasswordCanDoWhatWasPermitted() throws Exception {
        Path password = secretFile("secret\n");
        Sluice added =
                site.rabbitmq("user", "add", "alice", "--password-file", password.toString(), "--tags", "monitoring");
        Sluice again = site.rabbitmq("user", "add", "alice");
        Sluice set = site.rabbitmq("permission", "set", "alice", "--read", "^plain$");
        try {
            assertThat(added.exitCode()).as(added.err()).isZero();
            assertThat(added.out()).contains("by password").doesNotContain("secret");
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.err()).contains("there is a user 'alice'").contains("already");
            assertThat(set.exitCode()).as(set.err()).isZero();

            JsonNode user = Site.find(site.rabbitmq("user", "list", "--json"), "name", "alice");
            assertThat(user.path("password").asBoolean()).isTrue();
            assertThat(user.path("tags").toString()).isEqualTo("[\"monitoring\"]");
            JsonNode permission =
                    Site.find(site.rabbitmq("permission", "list", "--json", "--user", "alice"), "user", "alice");
            assertThat(permission.path("vhost").asText()).isEqualTo(Site.VHOST);
            assertThat(permission.path("read").asText()).isEqualTo("^plain$");
            assertThat(permission.path("write").asText()).isEqualTo("^$");
            try (Connection connection = connect("alice", "secret")) {
                assertThat(connection.createChannel().basicGet("plain", true)).isNull();
            }
        } finally {
            assertThat(site.rabbitmq("user", "delete", "alice").exitCode()).isZero();
        }
        Sluice gone = site.rabbitmq("user", "delete", "alice");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err())
                .contains("there is no user 'alice' at http://127.0.0.1:"
                        + site.server().managementPort());
    }

    @Test
    void whoIsDeletedIsNotLeftConnected() throws Exception {
        Sluice.runWithInput(
                "secret\n",
                "rabbitmq",
                "user",
                "add",
                "erna",
                "--password-file",
                "-",
                "-c",
                site.service().toString());
        site.rabbitmq("permission", "set", "erna");
        Connection connection = connect("erna", "secret");

        assertThat(site.rabbitmq("user", "delete", "erna").exitCode()).isZero();

        await().atMost(30, TimeUnit.SECONDS).until(() -> !connection.isOpen());
        assertThat(connection.getCloseReason()).hasMessageContaining("user 'erna' is deleted");
    }

    @Test
    void aPasswordComesFromInputToo() throws Exception {
        Sluice added = Sluice.runWithInput(
                "secret\n",
                "rabbitmq",
                "user",
                "add",
                "bob",
                "--password-file",
                "-",
                "-c",
                site.service().toString());
        try {
            assertThat(added.exitCode()).as(added.err()).isZero();
            site.rabbitmq("permission", "set", "bob");
            connect("bob", "secret").close();
        } finally {
            site.rabbitmq("user", "delete", "bob");
        }
    }

    @Test
    void aPasswordFileThatOthersMayReadIsRefused() throws IOException {
        Path password = secretFile("secret\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

        Sluice added = site.rabbitmq("user", "add", "carl", "--password-file", password.toString());

        assertThat(added.exitCode()).isEqualTo(1);
        assertThat(added.err()).contains("group or others may read").contains("chmod 600");
    }

    @Test
    void aDnIsTheUserThatRabbitMqMakesOfIt() {
        Sluice added = site.rabbitmq("user", "add", "/DC=org/CN=Dora");
        try {
            assertThat(added.exitCode()).as(added.err()).isZero();
            JsonNode user = Site.find(site.rabbitmq("user", "list", "--json"), "name", "CN=Dora,DC=org");
            assertThat(user.path("password").asBoolean()).isFalse();
        } finally {
            assertThat(site.rabbitmq("user", "delete", "/DC=org/CN=Dora").exitCode())
                    .isZero();
        }
    }

    @Test
    void whatTheConfigurationNamesIsThereOnce() {
        Sluice again = site.rabbitmq("declare", "--json");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.json().path("declared")).isEmpty();

        Sluice elsewhere = Sluice.run(
                "rabbitmq",
                "declare",
                "--dry-run",
                "--json",
                "-c",
                site.service().toString(),
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
                        site.service().toString(),
                        "-c",
                        vhost("another.cfg", "elsewhere").toString())))
                .as("a dry run makes nothing")
                .hasSize(8);
    }

    @Test
    void whatIsThereIsListed() {
        JsonNode queue = Site.find(site.rabbitmq("list", "--json", "queues"), "name", "registrations");
        assertThat(queue.path("durable").asBoolean()).isTrue();
        assertThat(queue.path("arguments").path("x-queue-type").asText()).isEqualTo("quorum");

        Sluice all = site.rabbitmq("list", "--json");
        assertThat(Site.find(all, "name", "files").path("type").asText()).isEqualTo("topic");
        assertThat(Site.find(all, "name", "files -> registrations")
                        .path("routingKey")
                        .asText())
                .isEqualTo("file.#");
        assertThat(Site.find(all, "name", "dead")
                        .path("definition")
                        .path("max-length")
                        .asInt())
                .isEqualTo(1000);
        assertThat(site.rabbitmq("list").out()).contains("queue").contains("lost -> plain");
        assertThat(site.rabbitmq("list", "people").exitCode()).isEqualTo(2);
    }

    @Test
    void whatIsThereWithOtherPropertiesIsReported() throws IOException {
        Path other = Files.writeString(
                folder.resolve("other.cfg"),
                "Resources {\n MQServices {\n rabbit {\n Queues {\n plain {\n Arguments {\n x-max-length = 5\n }\n }\n"
                        + " }\n }\n }\n }\n");

        Sluice declared = Sluice.run("rabbitmq", "declare", "-c", site.service().toString(), "-c", other.toString());

        assertThat(declared.exitCode()).isEqualTo(1);
        assertThat(declared.err())
                .contains("queue 'plain' is there with other properties")
                .contains("x-max-length=5");
    }

    @Test
    void failuresAreSentences() throws IOException {
        int nobody = FreePorts.next();

        assertThat(failure(site.configuration("away.cfg", "guest", nobody)))
                .contains("http://127.0.0.1:" + nobody + " cannot be reached")
                .contains("rabbitmq_management");
        assertThat(failure(site.configuration("amqp.cfg", "guest", site.server().amqpPort())))
                .contains("http://127.0.0.1:" + site.server().amqpPort() + " does not speak HTTP")
                .contains("ManagementPort of 'rabbit'");
        assertThat(failure(
                        site.configuration("user.cfg", "somebody", site.server().managementPort())))
                .contains("does not let user 'somebody'")
                .contains("(401)");
        HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        other.start();
        try {
            assertThat(failure(site.configuration(
                            "http.cfg", "guest", other.getAddress().getPort())))
                    .contains("answers, but not as RabbitMQ's management");
        } finally {
            other.stop(0);
        }
        Sluice wrong = Sluice.run("rabbitmq", "user", "add");
        assertThat(wrong.exitCode()).isEqualTo(2);
        Sluice unknown = Sluice.run(
                "rabbitmq",
                "user",
                "list",
                "--service",
                "x",
                "-c",
                site.service().toString());
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("there is no message queue service 'x'; there are: rabbit");
    }

    private static String failure(Path configuration) {
        Sluice failed = Sluice.run("rabbitmq", "user", "list", "-c", configuration.toString());
        assertThat(failed.exitCode()).as(failed.out()).isEqualTo(1);
        assertThat(failed.err()).startsWith("sluice: ").doesNotContain("\tat ", "Exception", "password=");
        return failed.err();
    }

    private static List<String> kinds(Sluice declared) {
        assertThat(declared.exitCode()).as(declared.err()).isZero();
        return declared.json().path("declared").findValuesAsText("kind");
    }

    private Connection connect(String user, String password) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(site.server().amqpPort());
        factory.setVirtualHost(Site.VHOST);
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
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
