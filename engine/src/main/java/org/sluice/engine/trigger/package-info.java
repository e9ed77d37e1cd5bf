/** From a batch of events to attached files and tasks. */
@NullMarked
package org.sluice.engine.trigger;

import org.jspecify.annotations.NullMarked;
