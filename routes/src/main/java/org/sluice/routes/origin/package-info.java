/** Who may send which events: what the configuration's {@code AllowedProducers} allow, and what is said of the others. */
@NullMarked
package org.sluice.routes.origin;

import org.jspecify.annotations.NullMarked;
