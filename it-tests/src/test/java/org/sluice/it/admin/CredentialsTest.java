package org.sluice.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.config.tls.TrustedAuthorities;
import org.sluice.it.server.Authority;
import org.sluice.it.server.Authority.Credential;
import org.sluice.it.server.Authority.ProxyKind;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.FreePorts;
import org.sluice.it.server.Servers;

/** What {@code sluice config check} and {@code sluice run} say of certificates that cannot be used. */
@Timeout(120)
class CredentialsTest {
    private static final Path FOLDER = Servers.folder("credentials");
    private static final String SUBJECT = "/DC=org/O=Tests/CN=Jane Doe";
    private static final Authority AUTHORITY = Authority.create(FOLDER.resolve("authority"));
    private static final Credential JANE = AUTHORITY.client("jane", SUBJECT);
    private static final Credential PROXY = AUTHORITY.proxy(JANE, SUBJECT, ProxyKind.RFC_3820);
    private static final String SENTENCE = PROXY.certificate() + " is a proxy certificate of " + SUBJECT
            + ": RabbitMQ refuses proxies; give HostCertificate";

    @Test
    void theCheckFindsNothingWrongWithGoodOnes() throws IOException {
        assertThat(check(JANE.certificate(), JANE.key(), AUTHORITY.certificate()))
                .contains("The configuration is good.");
    }

    @Test
    void theCheckNamesFileLineAndReason() throws IOException {
        Credential other = AUTHORITY.client("other", "/O=Tests/CN=other");
        Credential old = AUTHORITY.validBetween("20200101000000Z", "20200201000000Z", "old", "/O=Tests/CN=old");

        assertThat(check(PROXY.certificate(), PROXY.key(), AUTHORITY.certificate()))
                .contains("error: ")
                .contains("service.cfg:10:25: 'HostCertificate': " + SENTENCE)
                .contains("cannot be used");
        assertThat(check(old.certificate(), old.key(), AUTHORITY.certificate()))
                .contains("service.cfg:10:25: 'HostCertificate': our certificate " + old.certificate()
                        + " (/O=Tests/CN=old) expired on 2020-02-01T00:00:00Z");
        assertThat(check(JANE.certificate(), other.key(), JANE.key()))
                .contains("service.cfg:11:17: 'HostKey': the key " + other.key() + " is not that of our certificate")
                .contains("service.cfg:12:20: 'CALocation': CALocation " + JANE.key() + " holds no certificate");
    }

    /** The configuration of one machine may be checked on another. */
    @Test
    void theCheckLeavesFilesAloneThatAreNotThere() throws IOException {
        Path nowhere = Path.of("/nowhere/file.pem");
        assertThat(check(nowhere, nowhere, nowhere)).contains("The configuration is good.");
    }

    /** As in /etc/grid-security/certificates, where some have .pem files, and some OpenSSL's names only. */
    @Test
    void aDirectoryOfAuthoritiesMayHoldOtherFilesToo() throws IOException {
        Path directory = Files.createDirectories(FOLDER.resolve("certificates"));
        Authority second = Authority.create(FOLDER.resolve("second"));
        Files.copy(AUTHORITY.certificate(), directory.resolve("tests.pem"));
        Files.copy(AUTHORITY.certificate(), directory.resolve("0a1b2c3d.0"));
        Files.copy(second.certificate(), directory.resolve("ffffffff.1"));
        Files.copy(JANE.certificate(), directory.resolve("jane.txt"));
        Files.writeString(directory.resolve("0a1b2c3d.r0"), "a revocation list");
        Files.writeString(directory.resolve("0a1b2c3d.signing_policy"), "access_id_CA");
        Path damaged = Files.writeString(
                directory.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        TrustedAuthorities trusted = TrustedAuthorities.read(directory);

        assertThat(trusted.certificates())
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactlyInAnyOrder("CN=Authority authority,O=Tests", "CN=Authority second,O=Tests");
        assertThat(trusted.leftOut()).singleElement().asString().startsWith(damaged + " holds a damaged certificate");
    }

    @Test
    void theEngineRunsAndIsUnwellAndTellsOnce() throws Exception {
        int port = FreePorts.next();
        Path stomp = Files.writeString(
                FOLDER.resolve("stomp.cfg"),
                service("Stomp", "stomp", PROXY.certificate(), PROXY.key(), AUTHORITY.certificate()));
        Path amqp = Files.writeString(
                FOLDER.resolve("amqp.cfg"),
                service("RabbitMQ", "amqp", PROXY.certificate(), PROXY.key(), AUTHORITY.certificate()));
        Path configuration = EngineServer.writeConfiguration(
                FOLDER.resolve("engine.cfg"),
                """
                        Systems
                        {
                          Transformation
                          {
                            Sluice
                            {
                              Source = stomp::Queues::events, amqp::Queues::events
                              DeadLetter = amqp::Queues::dead
                              HttpPort = %d
                              DataDirectory = %s
                            }
                          }
                        }
                        """
                        .formatted(port, FOLDER.resolve("data")));
        try (EngineServer engine = EngineServer.start(FOLDER, List.of(stomp, amqp, configuration), port)) {
            Awaitility.await("both sources unwell")
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptionsMatching(IOException.class::isInstance)
                    .untilAsserted(() -> assertThat(messages(port))
                            .filteredOn(message -> message.contains(SENTENCE))
                            .hasSizeGreaterThanOrEqualTo(2));
            assertThat(engine.healthStatus()).isEqualTo(503);
            assertThat(engine.process().isAlive()).isTrue();
            assertThat(engine.process().output().lines().filter(line -> line.contains(SENTENCE)))
                    .extracting(line -> line.substring(line.indexOf(' ')))
                    .as("without the times")
                    .doesNotHaveDuplicates();
        }
    }

    private static List<String> messages(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health"))
                .build();
        JsonNode health = new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body());
        return health.path("checks").findValuesAsText("message");
    }

    private static String check(Path certificate, Path key, Path authorities) throws IOException {
        Path file = FOLDER.resolve("service.cfg");
        Files.writeString(file, service("RabbitMQ", "rabbit", certificate, key, authorities));
        return Sluice.run("config", "check", "--config", file.toString()).out();
    }

    private static String service(String type, String name, Path certificate, Path key, Path authorities) {
        return """
        Resources
        {
          MQServices
          {
            %s
            {
              MQType = %s
              Host = localhost
              SSLVersion = TLS
              HostCertificate = %s
              HostKey = %s
              CALocation = %s
              Port = 1
              Queues
              {
                events
                {
                }
                dead
                {
                }
              }
            }
          }
        }
        """
                .formatted(name, type, certificate, key, authorities);
    }
}
