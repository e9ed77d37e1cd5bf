package org.sluice.routes.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every test waits for less than the minute after which the files are looked at anyway. */
@Timeout(value = 40, unit = TimeUnit.SECONDS)
class WatchedFilesTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final Path folder;
    private final Path file;
    private final WatchedFiles watched;
    private List<String> seen = List.of();

    WatchedFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Path real =
                Files.writeString(Files.createDirectory(folder.resolve("first")).resolve("real.cfg"), "a");
        this.file = Files.createSymbolicLink(folder.resolve("site.cfg"), real);
        this.watched = new WatchedFiles(List.of(file, folder.resolve("missing.cfg")));
    }

    @BeforeEach
    void look() {
        seen = watched.look();
    }

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void aFileThatIsWritten() throws IOException {
        CompletableFuture<Boolean> told = waiting();
        Files.writeString(file, "other");

        assertThat(told.join()).isTrue();
        assertThat(watched.look()).isNotEqualTo(seen);
    }

    @Test
    void aFileThatIsReplaced() throws IOException {
        CompletableFuture<Boolean> told = waiting();
        Path fresh = Files.writeString(folder.resolve("fresh"), "a");
        Files.move(fresh, folder.resolve("first").resolve("real.cfg"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(told.join()).isTrue();
    }

    @Test
    void aLinkThatIsTurned() throws IOException {
        CompletableFuture<Boolean> told = waiting();
        Path other = Files.writeString(folder.resolve("other.cfg"), "b");
        Path link = Files.createSymbolicLink(folder.resolve("link"), other);
        Files.move(link, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(told.join()).isTrue();
    }

    @Test
    void aFileThatComesAndGoes() throws IOException {
        CompletableFuture<Boolean> told = waiting();
        Path missing = Files.writeString(folder.resolve("missing.cfg"), "b");
        assertThat(told.join()).isTrue();

        seen = watched.look();
        CompletableFuture<Boolean> again = waiting();
        Files.delete(missing);
        assertThat(again.join()).isTrue();
    }

    @Test
    void otherFilesAreNoReason() throws IOException {
        Files.writeString(folder.resolve("other.cfg"), "b");

        assertThat(watched.awaitOtherThan(seen, Duration.ofMillis(300))).isTrue();
        assertThat(watched.look()).isEqualTo(seen);
    }

    @Test
    void closingEndsTheWaiting() {
        CompletableFuture<Boolean> told = waiting();
        watched.close();

        assertThat(told.join()).isFalse();
    }

    private CompletableFuture<Boolean> waiting() {
        return CompletableFuture.supplyAsync(() -> watched.awaitOtherThan(seen, LONG));
    }
}
