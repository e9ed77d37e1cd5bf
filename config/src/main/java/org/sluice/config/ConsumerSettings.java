package org.sluice.config;

import java.time.Duration;
import java.util.Optional;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.mq.MqUri;

/**
 * A consumer that runs as a component of its own: {@code /Systems/[System]/Consumers/[Name]}.
 *
 * @param module the module that handles the messages, the consumer's name by default, and where that is said
 * @param mq what it consumes
 * @param enabled whether the engine runs it too, {@code True} by default
 * @param concurrency how many messages or batches it handles at once, 1 by default
 * @param batchSize how many messages it takes at once, 1 by default
 * @param batchTimeout the longest that a message waits for a batch to fill, 50 ms by default
 * @param httpPort where it can be observed when it runs as a process of its own; nowhere by default
 * @param options the module's own options, in the order of the configuration
 */
public record ConsumerSettings(
        String system,
        String name,
        CfgValue module,
        MqUri mq,
        boolean enabled,
        int concurrency,
        int batchSize,
        Duration batchTimeout,
        Optional<Integer> httpPort,
        ConsumerOptions options) {

    /** {@code System/Name}, by which it is called. */
    public String id() {
        return system + "/" + name;
    }
}
