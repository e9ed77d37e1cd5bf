/** Chains of transformations: whose output is whose input. */
@NullMarked
package org.sluice.engine.chain;

import org.jspecify.annotations.NullMarked;
