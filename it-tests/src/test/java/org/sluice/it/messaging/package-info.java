/** The messaging interface on every protocol and broker: one contract for all, and clients that Sluice did not write. */
@NullMarked
package org.sluice.it.messaging;

import org.jspecify.annotations.NullMarked;
