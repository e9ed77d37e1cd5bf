@NullMarked
package org.sluice.routes.rabbitmq;

import org.jspecify.annotations.NullMarked;
