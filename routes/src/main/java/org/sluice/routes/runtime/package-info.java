/** The engine running: everything put together, started, watched and stopped. */
@NullMarked
package org.sluice.routes.runtime;

import org.jspecify.annotations.NullMarked;
