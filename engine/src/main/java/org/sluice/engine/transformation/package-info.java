/** Transformations and their lives: definitions, statuses, tasks. */
@NullMarked
package org.sluice.engine.transformation;

import org.jspecify.annotations.NullMarked;
