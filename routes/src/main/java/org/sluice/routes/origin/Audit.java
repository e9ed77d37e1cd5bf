package org.sluice.routes.origin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.event.EventHeader.Producer;
import org.sluice.engine.event.FileEvent;
import org.sluice.routes.pipeline.Origin;

/** One line for each event that its sender had no right to send, in the log {@code org.sluice.audit}. */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("org.sluice.audit");
    private static final String UNKNOWN = "-";

    private Audit() {}

    static void forbidden(FileEvent event, Origin origin) {
        LOG.warn(
                "forbidden event={} id={} path={} source={} user={} dn={} host={}",
                event.getClass().getSimpleName(),
                quoted(event.header().id()),
                quoted(Paths.of(event).orElse(UNKNOWN)),
                origin.source(),
                quoted(origin.user().orElse(UNKNOWN)),
                quoted(event.header().producer().flatMap(Producer::dn).orElse(UNKNOWN)),
                quoted(event.header().producer().flatMap(Producer::host).orElse(UNKNOWN)));
    }

    /** What a stranger wrote must not look like a line of its own, nor like another field. */
    private static String quoted(String text) {
        String safe = text.replaceAll("\\p{Cntrl}", "?").replace("\\", "\\\\").replace("\"", "\\\"");
        return safe.equals(text) && !text.contains(" ") ? text : '"' + safe + '"';
    }
}
