package org.sluice.routes.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * {@code stomp.port} beside the broker's messages: where it listens, as a decimal number, for processes that are to find a
 * broker whose port the configuration leaves open. Written in one go, so that nobody reads half of it.
 */
record PortFile(Path directory) {

    void write(int port) throws IOException {
        Path draft = directory.resolve("stomp.port.new");
        Files.writeString(draft, port + "\n");
        Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file());
    }

    /** Empty where there is none that can be read. */
    Optional<Integer> read() {
        try {
            return Optional.of(Integer.valueOf(Files.readString(file()).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    private Path file() {
        return directory.resolve("stomp.port");
    }
}
