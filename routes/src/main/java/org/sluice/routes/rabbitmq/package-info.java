/** Administration of RabbitMQ servers through their management HTTP API. See {@code docs/rabbitmq.md}. */
@NullMarked
package org.sluice.routes.rabbitmq;

import org.jspecify.annotations.NullMarked;
