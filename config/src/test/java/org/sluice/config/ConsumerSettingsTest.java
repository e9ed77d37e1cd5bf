package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
                  File = /var/log/pilots
                }
                Plain {
                  MQ = embedded::Queue::task-notices
                }
                """);

        assertThat(configuration.consumers())
                .containsExactly(
                        new ConsumerSettings(
                                "WorkloadManagement",
                                "PilotLogs",
                                "LogWriter",
                                MqUri.parse("embedded::Queues::registrations"),
                                false,
                                2,
                                5,
                                Duration.ofSeconds(1),
                                Map.of("File", "/var/log/pilots")),
                        new ConsumerSettings(
                                "WorkloadManagement",
                                "Plain",
                                "Plain",
                                MqUri.parse("embedded::Queues::task-notices"),
                                true,
                                1,
                                1,
                                Duration.ofMillis(50),
                                Map.of()));
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
