package org.sluice.routes.runtime;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hundreds of messages may be waiting when Sluice stops. Each of their exchanges fails, and none of that is worth a
 * warning: they are delivered again.
 */
final class StoppingIsNoFailure implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StoppingIsNoFailure.class);

    @Override
    public void handleException(Throwable exception) {
        handleException("A message was not handled", exception);
    }

    @Override
    public void handleException(@Nullable String message, Throwable exception) {
        LOG.debug("{}; it will be delivered again.", message, exception);
    }

    @Override
    public void handleException(@Nullable String message, @Nullable Exchange exchange, Throwable exception) {
        handleException(message, exception);
    }
}
