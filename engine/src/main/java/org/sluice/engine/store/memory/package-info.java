/** The engine's stores in memory: for tests, and for trying things without a database. Nothing outlives the process. */
@NullMarked
package org.sluice.engine.store.memory;

import org.jspecify.annotations.NullMarked;
