package org.sluice.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.config.mq.MqUri;

/**
 * A consumer that runs as a component of its own: {@code /Systems/[System]/Consumers/[Name]}.
 *
 * @param module the module that handles the messages; the consumer's name by default
 * @param mq what it consumes
 * @param enabled {@code True} by default
 * @param concurrency how many messages or batches it handles at once, 1 by default
 * @param batchSize how many messages it takes at once, 1 by default
 * @param batchTimeout the longest that a message waits for a batch to fill, 50 ms by default
 * @param options the module's own options, in the order of the configuration
 */
public record ConsumerSettings(
        String system,
        String name,
        String module,
        MqUri mq,
        boolean enabled,
        int concurrency,
        int batchSize,
        Duration batchTimeout,
        Map<String, String> options) {

    public ConsumerSettings {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}
