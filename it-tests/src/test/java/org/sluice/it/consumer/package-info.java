/** Consumers as components against a real RabbitMQ, and as processes under supervision. */
@NullMarked
package org.sluice.it.consumer;

import org.jspecify.annotations.NullMarked;
