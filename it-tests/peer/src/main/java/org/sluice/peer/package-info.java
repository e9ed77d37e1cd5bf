/** The peer that Sluice's {@code stomp:} component is compared with. */
@NullMarked
package org.sluice.peer;

import org.jspecify.annotations.NullMarked;
