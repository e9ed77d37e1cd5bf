/** The component {@code stomp:} on real brokers. */
@NullMarked
package org.sluice.it.stomp;

import org.jspecify.annotations.NullMarked;
