package org.sluice.routes.pipeline;

/** The pipeline ended before this message was done; it has to be delivered again. */
public final class PipelineClosedException extends RuntimeException {
    PipelineClosedException() {
        super("Sluice is stopping; the message was not handled and has to be delivered again.");
    }
}
