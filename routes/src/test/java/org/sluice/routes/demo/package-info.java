/** The campaign, its bookkeeping, and the demo as a whole. */
@NullMarked
package org.sluice.routes.demo;

import org.jspecify.annotations.NullMarked;
