/** Plugins: from waiting files to tasks. */
@NullMarked
package org.sluice.engine.grouping;

import org.jspecify.annotations.NullMarked;
