package org.sluice.routes.mq;

/**
 * A connection to a broker at one moment. Immutable.
 *
 * @param service the service's name in the configuration
 * @param use what it is for: {@code "producers"}, {@code "consumers"}, or a subscription that cannot share
 * @param connected whether it stands
 * @param reconnects how often it came back after it broke
 */
public record MqConnection(String service, String use, boolean connected, long reconnects) {}
