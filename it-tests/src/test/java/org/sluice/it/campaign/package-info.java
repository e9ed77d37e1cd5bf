/** The main job on real servers: campaigns of events, what must come of them, and what breaks meanwhile. */
@NullMarked
package org.sluice.it.campaign;

import org.jspecify.annotations.NullMarked;
