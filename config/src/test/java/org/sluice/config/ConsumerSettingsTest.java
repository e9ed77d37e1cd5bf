package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Origin;
import org.sluice.config.cfg.Problem;
import org.sluice.config.mq.MqUri;

class ConsumerSettingsTest {

    @Test
    void readsConsumersOfAnySystem() {
        Configuration configuration = consumers(
                """
                PilotLogs {
                  Module = LogWriter
                  MQ = embedded::Queues::registrations
                  Enabled = False
                  Concurrency = 2
                  BatchSize = 5
                  BatchTimeout = 1 s
                  HttpPort = 8081
                  File = /var/log/pilots
                }
                Plain {
                  MQ = embedded::Queue::task-notices
                }
                """);

        assertThat(configuration.consumers())
                .extracting(
                        ConsumerSettings::id,
                        settings -> settings.module().text(),
                        ConsumerSettings::mq,
                        ConsumerSettings::enabled,
                        ConsumerSettings::concurrency,
                        ConsumerSettings::batchSize,
                        ConsumerSettings::batchTimeout,
                        ConsumerSettings::httpPort,
                        settings -> settings.options().asMap())
                .containsExactly(
                        tuple(
                                "WorkloadManagement/PilotLogs",
                                "LogWriter",
                                MqUri.parse("embedded::Queues::registrations"),
                                false,
                                2,
                                5,
                                Duration.ofSeconds(1),
                                Optional.of(8081),
                                Map.of("File", "/var/log/pilots")),
                        tuple(
                                "WorkloadManagement/Plain",
                                "Plain",
                                MqUri.parse("embedded::Queues::task-notices"),
                                true,
                                1,
                                1,
                                Duration.ofMillis(50),
                                Optional.empty(),
                                Map.of()));
    }

    @Test
    void theModuleIsKnownByWhereItIsNamed() {
        assertThat(consumers(
                                "A {\n Module = X\n MQ = embedded::Queues::registrations\n}\nB {\n MQ = embedded::Queue::registrations\n}")
                        .consumers())
                .extracting(settings -> settings.module().origin())
                .containsExactly(new Origin("a.cfg", 3, 11), new Origin("a.cfg", 6, 1));
    }

    @Test
    void aModulesOwnOptionsAreReadByTypeAndAWrongOneIsNamedWithItsPlace() {
        ConsumerOptions options = consumers(
                        """
                        C {
                          MQ = embedded::Queues::registrations
                          Most = 7
                          Keep = 2 d
                          Names = a, b
                          Loud = yes
                          Password = secret
                          Empty =
                        }""")
                .consumers()
                .get(0)
                .options();

        assertThat(options.names()).containsExactly("Most", "Keep", "Names", "Loud", "Password", "Empty");
        assertThat(options.integer("Most", 1, 10)).hasValue(7);
        assertThat(options.duration("Keep", ChronoUnit.SECONDS)).hasValue(Duration.ofDays(2));
        assertThat(options.list("Names")).containsExactly("a", "b");
        assertThat(options.flag("Loud")).hasValue(true);
        assertThat(options.secret("Password").orElseThrow().reveal()).isEqualTo("secret");
        assertThat(options.text("Empty")).isEmpty();
        assertThat(options.text("Absent")).isEmpty();
        assertThat(options.text("MQ")).as("which is not the module's").isEmpty();
        assertThat(options.required("Most")).isEqualTo("7");
        assertThatThrownBy(() -> options.integer("Most", 1, 5))
                .isInstanceOf(ConfigException.class)
                .hasMessage("a.cfg:4:10: expected a whole number from 1 to 5 for 'Most', found '7'");
        assertThatThrownBy(() -> options.required("Absent"))
                .hasMessage("a.cfg:2:1: 'Absent' is missing in /Systems/WorkloadManagement/Consumers/C");
        assertThat(options.wrong("Names", "too many names")).hasMessage("a.cfg:6:11: too many names");
        assertThat(options).hasToString("[Most, Keep, Names, Loud, Password, Empty]");
    }

    @Test
    void noMoreAtOnceThanABrokerSendsAhead() {
        String consumer = "C {\n MQ = embedded::Queues::registrations\n Concurrency = %d\n BatchSize = %d\n}";
        assertThat(consumers(consumer.formatted(3, 21_845)).consumers()).hasSize(1);
        assertThatThrownBy(() -> consumers(consumer.formatted(3, 21_846)).consumers())
                .hasMessage("a.cfg:2:1: 'Concurrency' times 'BatchSize' is 65538, and a broker sends 65535 messages"
                        + " ahead at most");
    }

    @Test
    void aNameThatIsThereTwiceIsAnError() {
        String text =
                """
                Systems { S {
                Consumers { C {
                  MQ = embedded::Queues::registrations
                } }
                Production { Consumers {
                C {
                  MQ = embedded::Queues::registrations
                } } }
                } }
                """;
        assertThatThrownBy(() -> Configuration.parse("a.cfg", text).consumers())
                .hasMessage("a.cfg:6:1: there is a second consumer S/C, in /Systems/S/Production/Consumers/C");
    }

    @Test
    void aConsumerNeedsAnMqUriThatExists() {
        assertThatThrownBy(() -> consumers("C {\n}\nD {\n MQ = embedded::Queues::registration\n}")
                        .consumers())
                .hasMessage(
                        """
                        a.cfg:2:1: 'MQ', the mqURI to consume, is missing in /Systems/WorkloadManagement/Consumers/C
                        a.cfg:5:7: 'embedded::Queues::registration': service 'embedded' has no queue 'registration'; it has embedded::Queues::registrations, embedded::Queues::dead-letters, embedded::Queues::task-notices; did you mean 'registrations'?""");
    }

    @Test
    void ofItsOptionsThoseThatLookLikeASlipAreWarnedOf() {
        assertThat(consumers("C {\n MQ = embedded::Queues::registrations\n Enbaled = False\n Colour = red\n}")
                        .check())
                .extracting(Problem::toString)
                .containsExactly(
                        "a.cfg:4:2: option 'Enbaled' in /Systems/WorkloadManagement/Consumers/C is not known here;"
                                + " did you mean 'Enabled'?");
    }

    private static Configuration consumers(String body) {
        return Configuration.parse("a.cfg", "Systems { WorkloadManagement { Consumers {\n" + body + "\n} } }");
    }
}
