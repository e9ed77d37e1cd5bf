/**
 * Consumers as components: modules of the user's own, which are given the messages of a queue or topic. The base for
 * these is {@link org.sluice.routes.consumer.ConsumerModule}.
 */
@NullMarked
package org.sluice.routes.consumer;

import org.jspecify.annotations.NullMarked;
