/** What a RabbitMQ server is to have: exchanges, queues, bindings, policies, and the permissions of groups of users. */
@NullMarked
package org.sluice.config.rabbitmq;

import org.jspecify.annotations.NullMarked;
