package org.sluice.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.config.cfg.Cfg;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;

class SecretTest {

    private final Path directory;

    SecretTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void needsPosixModes() {
        assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
    }

    @Test
    void isNeverShown() {
        Secret secret = secret("guest", Map.of(), Set.of());

        assertThat(secret).hasToString("********");
        assertThat(secret.reveal()).isEqualTo("guest");
        assertThat(secret).isEqualTo(secret("guest", Map.of(), Set.of())).isNotEqualTo(Secret.of("other"));
    }

    @Test
    void comesFromTheEnvironmentWhenItIsUsed() {
        assertThat(secret("${env:PASS}", Map.of("PASS", "hunter2"), Set.of()).reveal())
                .isEqualTo("hunter2");
        Secret unset = secret("${env:PASS}", Map.of(), Set.of());
        assertThatThrownBy(unset::reveal)
                .isInstanceOf(ConfigException.class)
                .hasMessage("a.cfg:1:12: the environment variable 'PASS' is not set");
    }

    @Test
    void comesFromAFileOfOnesOwnWithoutItsLastLineEnd() throws Exception {
        Path file = file("rw-------", "hunter2\n\n");

        assertThat(secret("${file:" + file + "}", Map.of(), Set.of()).reveal()).isEqualTo("hunter2\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-r--r--"})
    void aFileThatOthersMayReadIsRefused(String mode) throws Exception {
        Path file = file(mode, "hunter2");
        Secret secret = secret("${file:" + file + "}", Map.of(), Set.of());

        assertThatThrownBy(secret::reveal)
                .isInstanceOf(ConfigException.class)
                .hasMessage("a.cfg:1:12: a password must not stand in '" + file + "', which group or others may read:"
                        + " run chmod 600 '" + file
                        + "', or move the password to a file of yours alone, or to ${env:NAME}");
    }

    @Test
    void aFileThatIsNotThereOrTooLongIsRefused() throws Exception {
        Path file = file("rw-------", "x".repeat(64 * 1024 + 1));

        assertThatThrownBy(secret("${file:" + file + "}", Map.of(), Set.of())::reveal)
                .hasMessage("a.cfg:1:12: the file '" + file + "' is longer than 65536 bytes");
        assertThatThrownBy(secret("${file:/no/such}", Map.of(), Set.of())::reveal)
                .hasMessage("a.cfg:1:12: the file '/no/such' does not exist");
    }

    @Test
    void aPasswordInAConfigurationFileThatOthersMayReadIsRefusedButNotAReference() {
        Reading reading = Reading.of(Map.of("PASS", "x"), Set.of("a.cfg"));

        assertThat(reader("Password = hunter2", reading).secret("Password")).isEmpty();
        assertThat(reader("Password = ${env:PASS}", reading).secret("Password")).isPresent();
        assertThat(reading.problems())
                .extracting(Problem::toString)
                .containsExactly("a.cfg:1:12: a password must not stand in 'a.cfg', which group or others may read: run"
                        + " chmod 600 'a.cfg', or move the password to a file of yours alone, or to ${env:NAME}");
    }

    private Path file(String mode, String text) throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static Secret secret(String written, Map<String, String> environment, Set<String> shared) {
        return reader("Password = " + written, Reading.of(environment, shared))
                .secret("Password")
                .orElseThrow();
    }

    private static SectionReader reader(String text, Reading reading) {
        return new SectionReader(Cfg.parse("a.cfg", text).root(), reading);
    }
}
