/**
 * DIRAC's {@code .cfg} text as a tree: reading, merging and writing it, knowing where every value came from.
 *
 * <p>{@link org.sluice.config.cfg.Cfg} is the way in. Nothing here knows what an option means.
 */
@NullMarked
package org.sluice.config.cfg;

import org.jspecify.annotations.NullMarked;
