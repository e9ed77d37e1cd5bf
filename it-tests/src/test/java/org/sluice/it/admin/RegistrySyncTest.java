package org.sluice.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.it.server.EngineServer;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RegistrySyncTest {
    private static final String JANE = "CN=Jane Doe,O=Acme\\, Inc.,DC=org";
    private static final String RENE = "UID=r+CN=Ren\\C3\\A9 \\\\ 100%,DC=org";
    private static final String HOST = "CN=host/se.example.org,DC=org";

    private final Path folder;
    private final Site site;

    RegistrySyncTest(@TempDir Path folder) {
        this.folder = folder;
        this.site = new Site(folder);
    }

    @Test
    void theUsersOfTheServerBecomeThoseOfTheRegistry() throws IOException {
        Path registry = site.registry("jane, rene");
        assertThat(site.rabbitmq("user", "add", "foreign").exitCode()).isZero();
        try {
            Sluice dry = site.sync(registry, "--dry-run", "--json");
            assertThat(dry.exitCode()).as(dry.err()).isZero();
            assertThat(dry.json().path("changes").findValuesAsText("change"))
                    .containsExactly("add", "permit", "add", "permit", "add", "permit");
            assertThat(site.names()).doesNotContain(JANE);

            assertThat(site.sync(registry, "--json").json()).isEqualTo(dry.json());
            assertThat(site.names()).contains(JANE, RENE, HOST, "foreign");
            assertThat(site.permission(JANE).path("write").asText()).isEqualTo("^files$");
            assertThat(site.permission(HOST).path("read").asText()).isEqualTo("^plain$");
            assertThat(site.sync(registry, "--json").json().path("changes")).isEmpty();

            // Rene leaves the group, Jane leaves altogether.
            Path later = Files.writeString(
                    folder.resolve("later.cfg"),
                    Files.readString(site.registry("nobody")).replaceAll("(?s)jane\\s*\\{[^}]*}", ""));
            Sluice changed = site.sync(later);
            assertThat(changed.out()).contains("delete").contains(JANE).contains("shut out");
            assertThat(site.names()).contains(RENE, HOST, "foreign", "guest").doesNotContain(JANE);
            assertThat(site.sync(later).out()).contains("are those of the registry");
        } finally {
            site.noUsers();
            site.rabbitmq("user", "delete", "foreign");
        }
        assertThat(site.names()).doesNotContain(JANE, RENE, HOST, "foreign").contains("guest");
    }

    @Test
    void aUserOfSomebodyElseIsLeftAlone() throws IOException {
        site.rabbitmq("user", "add", "/DC=org/O=Acme, Inc./CN=Jane Doe", "--tags", "management");
        try {
            Sluice synced = site.sync(site.registry("jane"));

            assertThat(synced.out()).contains("Left alone: '" + JANE + "'");
            assertThat(Site.find(site.rabbitmq("user", "list", "--json"), "name", JANE)
                            .path("tags")
                            .toString())
                    .isEqualTo("[\"management\"]");
        } finally {
            site.noUsers();
            assertThat(site.rabbitmq("user", "delete", JANE).exitCode()).isZero();
        }
    }

    @Test
    void theEngineKeepsTheUsersInStepWithItsFiles() throws IOException {
        Path registry = site.registry("jane");
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
        try (EngineServer engine = EngineServer.start(folder, List.of(site.service(), registry, local), 0)) {
            await().atMost(1, TimeUnit.MINUTES)
                    .untilAsserted(() -> assertThat(site.names()).contains(JANE, RENE, HOST));

            // A mistake deletes nobody, and what comes after it counts.
            Files.writeString(registry, "Registry {\n Users {\n");
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> engine.process().output().contains("registry.cfg:"));
            assertThat(site.names()).contains(JANE, RENE, HOST);
            Files.writeString(registry, Site.registryText("jane").replaceAll("(?s)rene\\s*\\{[^}]*}", ""));
            await().atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(
                            () -> assertThat(site.names()).contains(JANE, HOST).doesNotContain(RENE));
            assertThat(engine.process().output()).doesNotContain("guest");
        } finally {
            site.noUsers();
        }
    }

    @Test
    void withoutARegistryNobodyIsDeleted() {
        Sluice synced = site.rabbitmq("sync");

        assertThat(synced.exitCode()).isEqualTo(1);
        assertThat(synced.err()).contains("neither /Registry/Users nor /Registry/Hosts");
    }
}
