package org.sluice.routes.pipeline;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * One message and what is to be told once everything in it is done.
 *
 * @param origin where it came from
 */
record Delivery(byte[] body, Origin origin, Instant received, CompletableFuture<Void> done) {}
