package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.config.mq.MqHost;

/** The example files in {@code conf/} are what {@code docs/configuration.md} and their comments say. */
class ExamplesTest {

    private static final Path CONF = Path.of("..", "conf");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(CONF)) {
            return files.filter(file -> file.toString().endsWith(".cfg"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theExamplesAreThere() throws IOException {
        assertThat(examples())
                .extracting(file -> file.getFileName().toString())
                .contains(
                        "consumers.cfg",
                        "dirac.cfg",
                        "grid.cfg",
                        "local.cfg",
                        "rabbitmq.cfg",
                        "sluice.cfg",
                        "stomp.cfg");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsGood(Path file) {
        Map<String, String> passwords = Map.of("SLUICE_MQ_PASSWORD", "m", "SLUICE_DB_PASSWORD", "d");

        assertThat(Configuration.load(List.of(ConfigSource.file(file)), passwords)
                        .check())
                .isEmpty();
    }

    @Test
    void theFileOfDefaultsSaysWhatHoldsAnyway() {
        assertThat(load("sluice.cfg").engine()).isEqualTo(Configuration.empty().engine());
    }

    @Test
    void besideDiracPasswordsComeFromTheLocalFile() {
        Configuration configuration = load("dirac.cfg", "local.cfg");

        var queue = configuration.queues().resolve("Transformation::Queues::Registrations");
        assertThat(queue.service().hosts()).containsExactly(new MqHost("rabbit.example.org", 5672));
        assertThat(queue.service().password().orElseThrow().reveal()).isEqualTo("m");
        assertThat(configuration.database().user()).hasValue("Dirac");
        assertThat(configuration.database().password().orElseThrow().reveal()).isEqualTo("d");
    }

    @Test
    void theGridOfTheExampleHasOneTape() {
        assertThat(load("grid.cfg").grid().storageElements())
                .containsEntry("LaPalma-Tape", true)
                .containsEntry("DESY-Disk", false);
    }

    private static Configuration load(String... names) {
        List<ConfigSource> files = Arrays.stream(names)
                .map(name -> ConfigSource.file(CONF.resolve(name)))
                .toList();
        return Configuration.load(files, Map.of("SLUICE_MQ_PASSWORD", "m", "SLUICE_DB_PASSWORD", "d"));
    }
}
