package org.sluice.routes.rabbitmq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that somebody else changes: written anew, replaced by renaming, or behind a symbolic link that is turned. The
 * operating system tells of changes at once; since it does not for those that other machines make on a network's file
 * system, the files are also looked at once a minute. For one thread, except {@link #close}.
 */
final class WatchedFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);
    private static final Duration LOOK = Duration.ofMinutes(1);
    /** Who writes a file does so in several steps. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private final List<Path> files;
    private final WatchService watcher;

    WatchedFiles(List<Path> files) {
        this.files = files.stream().map(Path::toAbsolutePath).toList();
        try {
            this.watcher = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw new UncheckedIOException("files cannot be watched", e);
        }
    }

    /** What can be told of the files without reading them; changes with their contents. */
    List<String> look() {
        register();
        return files.stream().map(WatchedFiles::look).toList();
    }

    /**
     * Waits until the files look otherwise, or the time is over.
     *
     * @return whether there is more to wait for; false once closed
     */
    boolean awaitOtherThan(List<String> seen, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            while (look().equals(seen)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return true;
                }
                WatchKey key = watcher.poll(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
                while (key != null) {
                    key.pollEvents();
                    key.reset();
                    key = watcher.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            return true;
        } catch (ClosedWatchServiceException closed) {
            return false;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the waiting, from any thread. */
    @Override
    public void close() {
        try {
            watcher.close();
        } catch (IOException e) {
            LOG.debug("The watch of files could not be closed.", e);
        }
    }

    /** Again and again, since a link may lead elsewhere by now; a directory that is watched already stays so. */
    private void register() {
        List<Path> directories = new ArrayList<>();
        for (Path file : files) {
            Optional.ofNullable(file.getParent()).ifPresent(directories::add);
            real(file).map(Path::getParent).ifPresent(directories::add);
        }
        for (Path directory : directories.stream().distinct().toList()) {
            try {
                directory.register(
                        watcher,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            } catch (IOException e) {
                LOG.debug("{} cannot be watched, and is looked at instead.", directory, e);
            }
        }
    }

    private static Optional<Path> real(Path file) {
        try {
            return Optional.of(file.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String look(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "away";
        }
    }
}
