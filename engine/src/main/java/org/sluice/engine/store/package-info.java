/** The ports through which the engine keeps what it knows; adapters live in other modules. */
@NullMarked
package org.sluice.engine.store;

import org.jspecify.annotations.NullMarked;
