package org.sluice.routes.stomp;

import java.util.Optional;

/**
 * What a connection to a broker was doing at one moment, for health checks and metrics. An immutable snapshot.
 *
 * @param purpose what the connection serves, for people: {@code "consumer of /queue/events"}
 * @param broker the broker that it is connected to, or was, or tries: {@code tcp://host:port}
 * @param connected whether the broker has accepted the connection, and for a consumer the subscription
 * @param reconnects how often a broken connection came back
 * @param staleAcknowledgements acknowledgements that were dropped because the connection which delivered their message had
 *     ended; the broker delivers those messages again
 * @param oversizedMessages messages that were larger than {@code maxFrameSize}, left unacknowledged
 * @param lastError the last failure as a sentence; stays after recovery
 */
public record StompConnectionState(
        String purpose,
        String broker,
        boolean connected,
        long reconnects,
        long staleAcknowledgements,
        long oversizedMessages,
        Optional<String> lastError) {}
