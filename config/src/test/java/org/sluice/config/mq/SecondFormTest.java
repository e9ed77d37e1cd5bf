package org.sluice.config.mq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.config.Configuration;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.value.Secret;

class SecondFormTest {

    private static final String QUEUE =
            """
            MessageQueueing {
              Registrations {
                Host = rabbit.example.org
                User = dirac
                VHost = prod
                Exchange = catalogue
                RoutingKey = file.registered
              }
            }
            """;

    private static final String PASSWORDS =
            """
            LocalInstallation {
              MessageQueueing {
                Password = common
                Other {
                  Password = other
                }
              }
            }
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Systems { Transformation { Production { %s } } }",
                "Systems { Transformation { %s } }",
                "DIRAC { Systems { Transformation { Production { %s } } } }"
            })
    void readsAQueueWithAndWithoutSetupAndLeadingDirac(String around) {
        MqDestination queue = load(around, QUEUE).resolve("Transformation::Queues::Registrations");

        assertThat(queue.service().name()).isEqualTo("Transformation");
        assertThat(queue.service().type()).isEqualTo(MqType.RABBITMQ);
        assertThat(queue.service().hosts()).containsExactly(new MqHost("rabbit.example.org", 5672));
        assertThat(queue.service().vhost()).isEqualTo("prod");
        assertThat(queue.service().user()).hasValue("dirac");
        assertThat(queue.exchange()).hasValue("catalogue");
        assertThat(queue.routingKey()).hasValue("file.registered");
        assertThat(queue.acknowledgement()).isTrue();
        assertThat(queue.persistent()).isTrue();
    }

    @Test
    void thePasswordIsTheQueuesOwnOrTheCommonOneOfTheLocalFile() {
        assertThat(password("Registrations", "")).isEqualTo("common");
        assertThat(password("Other", "")).isEqualTo("other");
        assertThat(password("Other", "Password = nearest")).isEqualTo("nearest");
    }

    @Test
    void theLocalFileMustBeOnesOwn(@TempDir Path directory) throws Exception {
        Path global = write(directory.resolve("global.cfg"), "rw-r--r--", systems("Registrations", ""));
        Path local = write(directory.resolve("local.cfg"), "rw-------", PASSWORDS);

        assertThat(Configuration.load(List.of(global, local))
                        .queues()
                        .resolve("Transformation::Queues::Registrations")
                        .service()
                        .password())
                .map(Secret::reveal)
                .hasValue("common");
        Files.setPosixFilePermissions(local, PosixFilePermissions.fromString("rw-r-----"));
        Configuration shared = Configuration.load(List.of(global, local));
        assertThatThrownBy(shared::queues)
                .isInstanceOf(ConfigException.class)
                .hasMessage(local + ":3:16: a password must not stand in '" + local
                        + "', which group or others may read: run chmod 600 '" + local
                        + "', or move the password to a file of yours alone, or to ${env:NAME}");
    }

    @Test
    void amongSeveralSetupsTheInstallationChooses() {
        String systems =
                """
                Systems {
                  Transformation {
                    Production {
                      MessageQueueing { Q {
                          Host = production
                      } }
                    }
                    Certification {
                      MessageQueueing { Q {
                          Host = certification
                      } }
                    }
                  }
                }
                """;
        String named = "DIRAC {\n Setup = Certification\n}\n";
        String mapped = "DIRAC {\n Setup = CTA\n Setups { CTA {\n Transformation = Certification\n } }\n}\n";

        assertThat(host(systems + named)).isEqualTo("certification");
        assertThat(host(systems + mapped)).isEqualTo("certification");
        assertThatThrownBy(() -> host(systems))
                .hasMessage("a.cfg:3:5: system 'Transformation' has the setups Production, Certification: say which one"
                        + " this installation is by /DIRAC/Setup");
    }

    @Test
    void oneQueueConfiguredTwiceIsAnError() {
        String text =
                """
                Systems { T { MessageQueueing { Q {
                Host = a
                } } } }
                DIRAC { Systems { T { MessageQueueing { Q {
                Host = b
                } } } } }
                """;

        assertThatThrownBy(() -> Configuration.parse("a.cfg", text).queues())
                .hasMessage("a.cfg:4:41: 'T::Queues::Q' is configured twice");
    }

    @Test
    void queuesWithOneBrokerHaveEqualServices() {
        String text =
                """
                Systems { T { MessageQueueing {
                Q {
                Host = a
                }
                R {
                Host = a
                }
                } } }
                """;
        MqServices queues = Configuration.parse("a.cfg", text).queues();

        assertThat(queues.resolve("T::Queues::Q").service())
                .isEqualTo(queues.resolve("T::Queues::R").service());
    }

    private static MqServices load(String around, String inner) {
        return Configuration.parse("a.cfg", around.replace("%s", "\n" + inner)).queues();
    }

    private static String systems(String queue, String option) {
        return "Systems { Transformation { MessageQueueing { " + queue + " {\n Host = h\n User = u\n" + option
                + "\n} } } }\n";
    }

    private static String password(String queue, String option) {
        return Configuration.parse("a.cfg", systems(queue, option) + PASSWORDS)
                .queues()
                .resolve("Transformation::Queues::" + queue)
                .service()
                .password()
                .orElseThrow()
                .reveal();
    }

    private static String host(String text) {
        return Configuration.parse("a.cfg", text)
                .queues()
                .resolve("Transformation::Queues::Q")
                .service()
                .hosts()
                .get(0)
                .name();
    }

    private static Path write(Path file, String mode, String text) throws Exception {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
