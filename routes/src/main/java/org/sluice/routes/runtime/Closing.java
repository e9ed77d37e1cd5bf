package org.sluice.routes.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes things in the opposite order of their addition, within a bounded time whatever is away. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Duration longest;
    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean closed;

    private record Part(String name, AutoCloseable closeable) {}

    Closing(Duration longest) {
        this.longest = longest;
    }

    /** Adds something and gives it back. */
    synchronized <T extends AutoCloseable> T add(String name, T closeable) {
        parts.push(new Part(name, closeable));
        return closeable;
    }

    /** Closes everything; the second time does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Thread closer = new Thread(() -> parts.forEach(Closing::closePart), "sluice-close");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(longest.toMillis());
            if (closer.isAlive()) {
                LOG.warn("Sluice did not stop cleanly within {} s; what was in hand is delivered again.", seconds());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private long seconds() {
        return TimeUnit.MILLISECONDS.toSeconds(longest.toMillis());
    }

    private static void closePart(Part part) {
        long begin = System.nanoTime();
        try {
            part.closeable().close();
        } catch (Exception e) {
            LOG.warn("Stopping {} failed: {}", part.name(), String.valueOf(e));
        }
        LOG.debug("{} stopped in {} ms.", part.name(), (System.nanoTime() - begin) / 1_000_000);
    }
}
