package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;

class ConfigurationTest {

    private static final String SERVICE =
            """
            Resources { MQServices { s {
            Host = h
            User = u
            Password = %s
            } } }
            """;

    @Test
    void filesAreMergedInOrder(@TempDir Path directory) throws Exception {
        Path first = Files.writeString(directory.resolve("1.cfg"), settings("BatchSize = 1\nHttpPort = 1"));
        Path second = Files.writeString(directory.resolve("2.cfg"), settings("BatchSize = 2"));
        Configuration configuration = Configuration.load(List.of(first, second));

        assertThat(configuration.engine().batchSize()).isEqualTo(2);
        assertThat(configuration.engine().httpPort()).isEqualTo(1);
    }

    @Test
    void theSyntaxErrorsOfAllFilesAreTold() {
        assertThatThrownBy(() -> Configuration.load(
                        List.of(
                                ConfigSource.text("1.cfg", "= 1"),
                                ConfigSource.file(Path.of("no.cfg")),
                                ConfigSource.text("2.cfg", "}")),
                        Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        """
                        1.cfg:1:1: expected an option name before '='
                        no.cfg: there is no such configuration file
                        2.cfg:1:1: '}' closes no section: there are more '}' than '{'""");
    }

    @Test
    void showsTheMergedConfigurationWithSecretsMasked() {
        Configuration configuration = Configuration.load(
                List.of(ConfigSource.text("1", SERVICE.replace("%s", "hunter2")), ConfigSource.text("2", settings(""))),
                Map.of());

        assertThat(configuration.show())
                .isEqualTo(
                        """
                        Resources
                        {
                          MQServices
                          {
                            s
                            {
                              Host = h
                              User = u
                              Password = ********
                            }
                          }
                        }
                        Systems
                        {
                          Transformation
                          {
                            Sluice
                            {
                            }
                          }
                        }
                        """);
        assertThat(configuration).hasToString("Configuration[/Resources, /Systems]");
    }

    @Test
    void checkTellsErrorsAndWarningsOfAllParts() {
        Configuration configuration = Configuration.parse(
                "a.cfg",
                SERVICE.replace("%s", "${env:SURELY_NOT_SET}")
                        + settings("BatchSize = many\nBatchSize = 1 2\nHtpPort = 1")
                        + "Operations { Defaults { Transformations {\nFilesMaxResetCounter = 0\n} } }\n");

        assertThat(configuration.check())
                .extracting(problem -> problem.severity() + " " + problem)
                .containsExactly(
                        "WARNING a.cfg:8:1: option 'BatchSize' was already set at a.cfg:7:1; this value wins",
                        "WARNING a.cfg:9:1: unknown option 'HtpPort' in /Systems/Transformation/Sluice; did you mean"
                                + " 'HttpPort'?",
                        "ERROR a.cfg:4:12: the environment variable 'SURELY_NOT_SET' is not set",
                        "ERROR a.cfg:8:13: expected a whole number from 1 to 100000 for 'BatchSize', found '1 2'",
                        "ERROR a.cfg:12:24: expected a whole number, 1 or more for 'FilesMaxResetCounter', found '0'");
    }

    @Test
    void aPartThatIsWrongDoesNotSpoilTheOthers() {
        Configuration configuration = Configuration.parse("a.cfg", settings("BatchSize = many"));

        assertThatThrownBy(configuration::engine).isInstanceOf(ConfigException.class);
        assertThat(configuration.grid().sites()).isEmpty();
        assertThat(configuration.queues().services()).containsExactly("embedded");
    }

    @Test
    void aPasswordInAFileThatOthersMayReadIsRefused(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("a.cfg"), SERVICE.replace("%s", "hunter2"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Configuration shared = Configuration.load(List.of(file));

        assertThatThrownBy(shared::queues)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        file + ":4:12: a password must not stand in '" + file + "', which group or others")
                .hasMessageNotContaining("hunter2");
        assertThat(shared.check()).extracting(Problem::isError).containsExactly(true);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(Configuration.load(List.of(file)).check()).isEmpty();
    }

    @Test
    void aReferenceToAPasswordMayStandAnywhere(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("a.cfg"), SERVICE.replace("%s", "${env:MQ_PASSWORD}"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(Configuration.load(List.of(ConfigSource.file(file)), Map.of("MQ_PASSWORD", "x"))
                        .check())
                .isEmpty();
    }

    private static String settings(String options) {
        return "Systems { Transformation { Sluice {\n" + options + "\n} } }\n";
    }
}
