package org.sluice.routes.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a server's configuration into its directory, so that the server can read it and others cannot. */
final class ServerFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ServerFiles.class);
    private static final String FOR_SERVER = "rw-r-----";
    private static final String FOR_OWNER = "rw-------";

    private final Path folder;

    ServerFiles(Path folder) {
        this.folder = folder;
    }

    /** Writes a file; returns where another one that was there has been kept. */
    Optional<Path> write(String name, String text) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Optional<Path> kept = keep(file, text);
            put(file, text, FOR_SERVER);
            giveToServer(file);
            return kept;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Writes a file that only its writer can read. */
    Path writeSecret(String name, String text) {
        Path file = folder.resolve(name);
        try {
            put(file, text, FOR_OWNER);
            return file;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** A second installation does not lose what was there before the first. */
    private static Optional<Path> keep(Path file, String text) throws IOException {
        Path kept = file.resolveSibling(file.getFileName() + ".before-sluice");
        if (!Files.exists(file) || Files.exists(kept) || Files.readString(file).equals(text)) {
            return Optional.empty();
        }
        return Optional.of(Files.copy(file, kept, StandardCopyOption.COPY_ATTRIBUTES));
    }

    /** Nobody can read the text at any moment who could not read the file. */
    private static void put(Path file, String text, String permissions) throws IOException {
        Path fresh = Files.createTempFile(
                file.getParent(),
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FOR_OWNER)));
        Files.writeString(fresh, text);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void giveToServer(Path file) {
        try {
            PosixFileAttributes owner = Files.readAttributes(folder, PosixFileAttributes.class);
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            view.setGroup(owner.group());
            view.setOwner(owner.owner());
        } catch (IOException e) {
            LOG.debug("{} stays with its writer: {}", file, e.toString());
        }
    }

    private static CommandFailedException unwritable(Path file, IOException e) {
        return new CommandFailedException(
                "%s cannot be written: %s; the server's directory may need root".formatted(file, e), e);
    }
}
