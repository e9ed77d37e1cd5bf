/** What happened to files, as messages say it: the kinds of events and the codec that reads them. */
@NullMarked
package org.sluice.engine.event;

import org.jspecify.annotations.NullMarked;
