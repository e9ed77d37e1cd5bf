package org.sluice.routes.runtime;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.routes.health.Backoff;
import org.sluice.routes.health.Condition;

/** Opens the stores in the background, for as long as it takes. */
final class StoreConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreConnection.class);

    private final Stores.Opener opener;
    private final Condition database;
    private final Thread thread;
    private Optional<Stores> stores = Optional.empty();
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param opened called once, when they are open
     * @param failed called once, when they never will be
     */
    StoreConnection(
            Stores.Opener opener, Condition database, Consumer<Stores> opened, Consumer<RuntimeException> failed) {
        this.opener = opener;
        this.database = database;
        this.thread = new Thread(() -> run(opened, failed), "sluice-open-database");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing.countDown();
        Optional<Stores> open;
        synchronized (this) {
            open = stores;
            stores = Optional.empty();
        }
        open.ifPresent(Stores::close);
    }

    private void run(Consumer<Stores> opened, Consumer<RuntimeException> failed) {
        try {
            Optional<Stores> open = open();
            if (open.filter(this::keep).isPresent()) {
                database.up();
                opened.accept(open.get());
            } else {
                open.ifPresent(Stores::close);
            }
        } catch (InterruptedException hurried) {
            LOG.debug("The database was not reached before the end.");
        } catch (RuntimeException hopeless) {
            database.down(String.valueOf(hopeless.getMessage()));
            failed.accept(hopeless);
        }
    }

    /** Empty when there was an end first. */
    private Optional<Stores> open() throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return Optional.of(opener.open());
            } catch (StoreUnavailableException away) {
                LOG.debug("Try {} to open the database failed.", failures, away);
                database.down(String.valueOf(away.getMessage()));
                if (closing.await(Backoff.STANDARD.after(failures).toMillis(), TimeUnit.MILLISECONDS)) {
                    return Optional.empty();
                }
            }
        }
    }

    private synchronized boolean keep(Stores open) {
        if (closing.getCount() == 0) {
            return false;
        }
        stores = Optional.of(open);
        return true;
    }
}
