/**
 * The way of an event between its message and the engine: batches, retries, dead letters. What is acknowledged when is
 * written in {@code docs/delivery.md}.
 */
@NullMarked
package org.sluice.routes.pipeline;

import org.jspecify.annotations.NullMarked;
