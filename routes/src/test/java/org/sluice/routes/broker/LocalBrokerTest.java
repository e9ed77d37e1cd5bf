package org.sluice.routes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalBrokerTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void takesAFreePortAndHasItsQueues() {
        try (LocalBroker broker = LocalBroker.start(directory, 0, List.of("registrations"))) {
            assertThat(broker.port()).isPositive();
            assertThat(broker.depth("registrations")).hasValue(0);
            assertThat(broker.depth("nobody-made-this")).isEmpty();
        }
    }

    @Test
    void leavesItsPortForOtherProcessesWhileItRuns() {
        assertThat(LocalBroker.portOf(directory)).isEmpty();
        try (LocalBroker broker = LocalBroker.start(directory, 0, List.of())) {
            assertThat(LocalBroker.portOf(directory)).contains(broker.port());
        }
        assertThat(LocalBroker.portOf(directory)).isEmpty();
    }

    @Test
    void aPortThatCannotBeReadIsNone() throws Exception {
        Files.writeString(directory.resolve("stomp.port"), "61x");
        assertThat(LocalBroker.portOf(directory)).isEmpty();
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> LocalBroker.start(directory, taken.getLocalPort(), List.of()))
                    .isInstanceOf(LocalBrokerException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("EmbeddedBrokerPort");
        }
        LocalBroker.start(directory, 0, List.of()).close();
    }

    @Test
    void saysThatTheDirectoryIsInUse() {
        try (LocalBroker first = LocalBroker.start(directory, 0, List.of("q"))) {
            assertThatThrownBy(() -> LocalBroker.start(directory, 0, List.of()))
                    .isInstanceOf(LocalBrokerException.class)
                    .hasMessageContaining(directory.toString());
            assertThat(first.depth("q")).hasValue(0);
        }
    }

    @Test
    void saysThatTheDirectoryCannotBeWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> LocalBroker.start(file.resolve("broker"), 0, List.of()))
                .isInstanceOf(LocalBrokerException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("DataDirectory");
    }
}
