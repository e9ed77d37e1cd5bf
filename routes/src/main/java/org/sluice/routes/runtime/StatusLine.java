package org.sluice.routes.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.routes.consumer.ConsumerFigures;

/** Tells in the log what a consumer has done, now and then, where that has changed; and at the end. */
final class StatusLine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusLine.class);

    private final ConsumerFigures figures;
    private final Loop loop;
    private ConsumerFigures.Snapshot told;

    StatusLine(ConsumerFigures figures, Duration pause) {
        this.figures = figures;
        this.told = figures.now();
        this.loop = new Loop("sluice-status", pause, this::tell, fault -> LOG.error("No status can be told.", fault));
    }

    void start() {
        loop.start();
    }

    private boolean tell() {
        ConsumerFigures.Snapshot now = figures.now();
        if (!now.equals(told)) {
            told = now;
            LOG.info("{}", sentence(now));
        }
        return false;
    }

    /** What was counted, in one line. */
    static String sentence(ConsumerFigures.Snapshot now) {
        StringBuilder line = new StringBuilder(now.consumer())
                .append(": received ")
                .append(now.received())
                .append(", accepted ")
                .append(now.accepted())
                .append(", rejected ")
                .append(now.rejected())
                .append(", in flight ")
                .append(now.inFlight());
        now.lag().ifPresent(lag -> line.append(", waiting in the queue ").append(lag));
        line.append(", reconnects ").append(now.reconnects());
        now.lastMessage().ifPresent(at -> line.append(", last message at ").append(at));
        return line.toString();
    }

    @Override
    public void close() {
        loop.close();
        tell();
    }
}
