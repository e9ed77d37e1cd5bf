package org.sluice.routes.stomp;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to the log how a connection fares: the same trouble is a warning once, until the connection stood for a while. */
final class ConnectionLog implements StompConnectionListener {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLog.class);

    private final String purpose;
    private final Duration longestDelay;
    private String logged = "";
    private boolean stands;
    private long standsSince;

    ConnectionLog(String purpose, Duration longestDelay) {
        this.purpose = purpose;
        this.longestDelay = longestDelay;
    }

    @Override
    public void connected() {
        stands = true;
        standsSince = System.nanoTime();
        LOG.info("Connected to the STOMP broker ({})", purpose);
    }

    @Override
    public void broken(String reason) {
        if (stands && System.nanoTime() - standsSince > longestDelay.toNanos()) {
            logged = "";
        }
        stands = false;
        if (!reason.equals(logged)) {
            LOG.warn(
                    "{}. Trying again until it succeeds, at most {} ms apart ({})",
                    reason,
                    longestDelay.toMillis(),
                    purpose);
        }
        logged = reason;
    }

    @Override
    public void closed() {
        LOG.debug("Closed ({})", purpose);
    }
}
