/** The domain of Sluice: events, filters, grouping, triggering; no broker, no SQL, no configuration format. */
@NullMarked
package org.sluice.engine;

import org.jspecify.annotations.NullMarked;
