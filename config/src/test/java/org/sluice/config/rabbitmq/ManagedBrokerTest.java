package org.sluice.config.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.config.Configuration;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.mq.MqHost;
import org.sluice.config.mq.MqManagement;
import org.sluice.config.rabbitmq.ManagedBroker.GroupPermissions;
import org.sluice.config.rabbitmq.Topology.Binding;
import org.sluice.config.rabbitmq.Topology.Exchange;
import org.sluice.config.rabbitmq.Topology.Policy;
import org.sluice.config.rabbitmq.Topology.Queue;

class ManagedBrokerTest {

    private static final String SERVICE =
            """
            Resources
            {
              MQServices
              {
                rabbit
                {
                  MQType = RabbitMQ
                  Host = a.example.org:5673, b.example.org
                  VHost = production
                  User = sluice
                  Password = one
                  ManagementPort = 15680
                  SyncUsers = True
                  Queues
                  {
                    registrations
                    {
                      Type = quorum
                      Exchange = files
                      RoutingKey = file.#
                      Arguments
                      {
                        x-max-length = 1000
                        x-dead-letter-exchange = lost
                        x-single-active-consumer = True
                        x-overflow = "10"
                      }
                    }
                    plain
                    {
                      Durable = False
                      Address = /amq/queue/elsewhere
                    }
                  }
                  Topics
                  {
                    news
                    {
                      Exchange = amq.topic
                    }
                    more
                    {
                      Exchange = more
                    }
                  }
                  Exchanges
                  {
                    files
                    {
                      Type = topic
                    }
                  }
                  Bindings
                  {
                    all
                    {
                      Source = files
                      Exchange = amq.fanout
                    }
                  }
                  Policies
                  {
                    dead
                    {
                      Pattern = ^plain$
                      ApplyTo = Queues
                      Priority = 5
                      Definition
                      {
                        message-ttl = 1000
                      }
                    }
                  }
                  Permissions
                  {
                    prodction
                    {
                      Write = ^registrations$
                      Tags = monitoring
                    }
                  }
                }
              }
            }
            Registry
            {
              Users
              {
              }
              Groups
              {
                production
                {
                }
              }
            }
            """;

    @Test
    void everythingThatIsToBeDeclared() {
        Topology topology = broker(SERVICE).topology();

        assertThat(topology.exchanges())
                .containsExactly(
                        new Exchange("files", "topic", true, false, Map.of(), false),
                        new Exchange("more", "topic", true, false, Map.of(), true));
        assertThat(topology.queues())
                .containsExactly(
                        new Queue(
                                "registrations",
                                true,
                                Map.of(
                                        "x-queue-type", "quorum",
                                        "x-max-length", 1000L,
                                        "x-dead-letter-exchange", "lost",
                                        "x-single-active-consumer", true,
                                        "x-overflow", "10")),
                        new Queue("elsewhere", false, Map.of()));
        assertThat(topology.bindings())
                .containsExactly(
                        new Binding("files", "registrations", true, "file.#", Map.of()),
                        new Binding("files", "amq.fanout", false, "", Map.of()));
        assertThat(topology.policies())
                .containsExactly(new Policy("dead", "^plain$", "queues", 5, Map.of("message-ttl", 1000L)));
    }

    @Test
    void permissionsOfGroups() {
        Configuration configuration = Configuration.parse("s.cfg", SERVICE);

        assertThat(broker(SERVICE).syncUsers()).isTrue();
        assertThat(broker(SERVICE).permissions())
                .containsExactly(
                        new GroupPermissions("prodction", "^$", "^registrations$", "^$", List.of("monitoring")));
        assertThat(configuration.check())
                .singleElement()
                .asString()
                .contains("no group 'prodction' in /Registry/Groups", "did you mean 'production'?");
    }

    @Test
    void managementIsBesideTheServiceUnlessSaidOtherwise() {
        MqManagement beside = broker(SERVICE).service().management();
        assertThat(beside.hosts())
                .containsExactly(new MqHost("a.example.org", 15680), new MqHost("b.example.org", 15680));
        assertThat(beside.tls()).isFalse();
        assertThat(beside.user()).hasValue("sluice");
        assertThat(beside.password().orElseThrow().reveal()).isEqualTo("one");

        MqManagement own = broker(
                        """
                        Resources { MQServices { r {
                        Host = a
                        User = sluice
                        Password = one
                        SSLVersion = TLS
                        ManagementHost = m, n:1
                        ManagementUser = admin
                        ManagementPassword = two
                        } } }
                        """)
                .service()
                .management();
        assertThat(own.hosts()).containsExactly(new MqHost("m", 15671), new MqHost("n", 1));
        assertThat(own.tls()).isTrue();
        assertThat(own.user()).hasValue("admin");
        assertThat(own.password().orElseThrow().reveal()).isEqualTo("two");
    }

    @Test
    void thePasswordOfAnotherUserIsNotTried() {
        MqManagement management = broker(
                        """
                        Resources { MQServices { r {
                        Host = a
                        User = sluice
                        Password = one
                        ManagementUser = admin
                        } } }
                        """)
                .service()
                .management();

        assertThat(management.password()).isEmpty();
    }

    @Test
    void queuesWithBrokersOfTheirOwnAreJoinedByBroker() {
        Configuration configuration = Configuration.parse(
                "s.cfg",
                """
                Systems { Transformation { Production { MessageQueueing {
                a {
                Host = one
                Arguments {
                x-max-length = 5
                } }
                b {
                Host = one
                }
                c {
                Host = two
                }
                } } } Other { MessageQueueing { d {
                Host = one
                } } } }
                """);

        assertThat(configuration.brokers())
                .extracting(ManagedBroker::name)
                .containsExactly("Transformation/a", "Transformation/c", "Other");
        assertThat(configuration.brokers().get(0).topology().queues())
                .containsExactly(new Queue("a", true, Map.of("x-max-length", 5L)), new Queue("b", true, Map.of()));
        assertThat(configuration.check()).isEmpty();
    }

    @Test
    void whatIsMissingIsToldWithItsPlace() {
        Configuration configuration = Configuration.parse(
                "s.cfg",
                """
                Resources { MQServices { r {
                 Host = a
                 ManagementTLS = True
                 Bindings {
                  b {
                  Source = x
                  }
                 }
                 Policies {
                  p {
                  Pattern = .*
                  }
                 }
                } } }
                """);

        assertThatThrownBy(configuration::brokers)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("s.cfg:3:")
                .hasMessageContaining("'ManagementTLS' needs 'SSLVersion'")
                .hasMessageContaining("s.cfg:5:")
                .hasMessageContaining("a binding needs 'Source'")
                .hasMessageContaining("s.cfg:10:")
                .hasMessageContaining("a policy needs a 'Pattern'");
    }

    @Test
    void theEmbeddedBrokerIsNotAdministered() {
        assertThat(Configuration.empty().brokers()).isEmpty();
    }

    private static ManagedBroker broker(String text) {
        List<ManagedBroker> brokers = Configuration.parse("s.cfg", text).brokers();
        assertThat(brokers).hasSize(1);
        return brokers.get(0);
    }
}
