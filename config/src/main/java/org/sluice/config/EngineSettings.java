package org.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.mq.MqUri;

/**
 * {@code /Systems/Transformation/Sluice}. Relative paths are taken from the directory in which the program runs.
 *
 * @param embeddedBroker true where no {@code Source} is configured: then a broker in this process is the source
 * @param sources what to consume registrations from, at least one
 * @param deadLetter where rejected messages go
 * @param taskNotices where notices about tasks are sent
 * @param batchSize the most events that one transaction takes
 * @param batchTimeout the longest that an event waits for others to share its transaction
 * @param consumers how many consumers each source has
 * @param httpPort the port of the web monitor and API; 0 for any that is free
 * @param journalRetention how long the journal keeps events
 * @param routesDirectory where further routes are read from
 * @param metadataFields the types of metadata fields, by name, in the order of the configuration
 * @param maxLineage how many generations of files may follow from one another before a chain is stopped
 * @param pluginTimeout how long a grouping plugin that does not come with Sluice may take for one call
 * @param refuseCycles whether a transformation that closes a cycle is not activated; else it is only warned of
 * @param dataDirectory where the embedded database and broker keep their files
 * @param embeddedBrokerPort the loopback port on which the embedded broker listens for STOMP; 0 for any that is free
 */
public record EngineSettings(
        boolean embeddedBroker,
        List<MqUri> sources,
        Optional<MqUri> deadLetter,
        Optional<MqUri> taskNotices,
        int batchSize,
        Duration batchTimeout,
        int consumers,
        int httpPort,
        Duration journalRetention,
        Path routesDirectory,
        Map<String, MetadataType> metadataFields,
        int maxLineage,
        Duration pluginTimeout,
        boolean refuseCycles,
        Path dataDirectory,
        int embeddedBrokerPort) {

    public EngineSettings {
        sources = List.copyOf(sources);
        metadataFields = Collections.unmodifiableMap(new LinkedHashMap<>(metadataFields));
    }
}
