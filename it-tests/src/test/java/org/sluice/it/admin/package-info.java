/** The administration of real RabbitMQ servers. */
@NullMarked
package org.sluice.it.admin;

import org.jspecify.annotations.NullMarked;
