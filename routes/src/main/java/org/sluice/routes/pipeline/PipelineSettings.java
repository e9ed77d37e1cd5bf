package org.sluice.routes.pipeline;

import java.time.Duration;
import org.sluice.routes.health.Backoff;

/**
 * How messages are taken together.
 *
 * @param batchSize how many events make a batch full, at least 1
 * @param batchTimeout how long a batch may be collected at most
 * @param workers how many batches are worked on at once, at least 1
 * @param capacity how many messages may wait; whoever submits another one waits too. At least what the sources
 *     prefetch, so that a source's thread, which also reads the broker's other frames, never waits
 * @param backoff the waits between tries while something is away
 */
public record PipelineSettings(int batchSize, Duration batchTimeout, int workers, int capacity, Backoff backoff) {
    public PipelineSettings {
        if (batchSize < 1 || workers < 1 || capacity < 1) {
            throw new IllegalArgumentException("batch size, workers and capacity are at least 1");
        }
    }
}
