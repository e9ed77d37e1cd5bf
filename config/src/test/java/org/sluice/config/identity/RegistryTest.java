package org.sluice.config.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.config.Configuration;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.identity.Registry.Member;

class RegistryTest {

    private static final String REGISTRY =
            """
            Registry
            {
              Users
              {
                jane
                {
                  DN = /DC=org/O=Acme, Inc./CN=Jane Doe, /DC=org/CN=Jane 2
                  DN += CN=Jane 3,DC=org
                  Email = jane@example.org
                }
                nobody
                {
                  Email = nobody@example.org
                }
                rob
                {
                  DN = /DC=org/CN=Rob
                }
              }
              Hosts
              {
                se.example.org
                {
                  DN = /DC=org/CN=host/se.example.org
                }
              }
              Groups
              {
                production
                {
                  Users = jane, nobody
                  Properties = NormalUser
                }
                admin
                {
                  Users = jane
                }
              }
            }
            """;

    @Test
    void membersHaveTheirNamesAndGroups() {
        Registry registry = Configuration.parse("r.cfg", REGISTRY).registry();

        assertThat(registry.present()).isTrue();
        assertThat(registry.members())
                .extracting(Member::name, Member::names, Member::groups)
                .containsExactly(
                        tuple(
                                "jane",
                                names("/DC=org/O=Acme, Inc./CN=Jane Doe", "/DC=org/CN=Jane 2", "/DC=org/CN=Jane 3"),
                                Set.of("production", "admin")),
                        tuple("rob", names("/DC=org/CN=Rob"), Set.of()),
                        tuple("se.example.org", names("/DC=org/CN=host/se.example.org"), Set.of("hosts")));
    }

    @Test
    void oneNameInBothFormsIsOneName() {
        Registry registry = Configuration.parse(
                        "a.cfg",
                        """
                        Registry
                        {
                          Users
                          {
                            rene
                            {
                              DN = /DC=org/O=Acme, Inc./CN=René
                              DN += CN=Ren\\C3\\A9,O=Acme\\, Inc.,DC=org
                            }
                          }
                        }
                        """)
                .registry();

        assertThat(registry.members()).singleElement().satisfies(member -> assertThat(member.names())
                .containsExactlyElementsOf(names("/DC=org/O=Acme, Inc./CN=René")));
    }

    @Test
    void aConfigurationWithoutRegistrySaysSo() {
        assertThat(Configuration.parse("r.cfg", "Registry { Groups { a {\nUsers = b\n} } }")
                        .registry()
                        .present())
                .isFalse();
        assertThat(Configuration.parse("r.cfg", "Registry { Users { } }")
                        .registry()
                        .present())
                .isTrue();
    }

    @Test
    void aBadNameIsToldWithItsPlace() {
        Configuration configuration =
                Configuration.parse("r.cfg", "Registry {\n Users {\n jane {\n  DN = /Jane Doe\n }\n }\n }\n");

        assertThatThrownBy(configuration::registry)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("r.cfg:4:8")
                .hasMessageContaining("/Registry/Users/jane/DN: '/Jane Doe' does not begin like a DN");
        assertThat(configuration.check()).hasSize(1);
        assertThat(configuration.brokers()).as("other parts are not harmed").isEmpty();
    }

    private static List<DistinguishedName> names(String... slashes) {
        return List.of(slashes).stream().map(DistinguishedName::parse).toList();
    }
}
