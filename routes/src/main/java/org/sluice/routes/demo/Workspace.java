package org.sluice.routes.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory of a demo, which leaves nothing behind but, where that is wanted, its database. Thread-safe. */
final class Workspace implements AutoCloseable {
    private static final String DATABASE_FILE = "transformations.mv.db";

    private final Path directory;
    private final boolean keepsDatabase;

    private Workspace(Path directory, boolean keepsDatabase) {
        this.directory = directory;
        this.keepsDatabase = keepsDatabase;
    }

    /** A place for a demo: the given directory, or a temporary one. */
    static Workspace open(Optional<Path> directory, boolean keepsDatabase) {
        try {
            if (directory.isEmpty()) {
                return new Workspace(Files.createTempDirectory("sluice-demo-"), keepsDatabase);
            }
            Workspace workspace = new Workspace(Files.createDirectories(directory.get()), keepsDatabase);
            if (Files.exists(workspace.data().resolve(DATABASE_FILE))) {
                throw new DemoFailedException(
                        "In %s there is a database already; the demo needs an empty one. Name another directory, or remove it."
                                .formatted(workspace.data()));
            }
            return workspace;
        } catch (IOException e) {
            throw new DemoFailedException("The demo cannot make its directory: " + e, e);
        }
    }

    /** The folder of database and broker, which is also where Sluice looks in that directory by default. */
    Path data() {
        return directory.resolve("data").toAbsolutePath();
    }

    @Override
    public synchronized void close() {
        if (!Files.exists(data())) {
            return;
        }
        try (Stream<Path> found = Files.walk(data())) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                delete(path);
            }
            if (!keepsDatabase) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new DemoFailedException(
                    "The demo's directory %s could not be removed: %s".formatted(directory, e), e);
        }
    }

    private void delete(Path path) throws IOException {
        boolean kept = keepsDatabase && (path.endsWith(DATABASE_FILE) || path.equals(data()));
        if (!kept) {
            Files.deleteIfExists(path);
        }
    }
}
