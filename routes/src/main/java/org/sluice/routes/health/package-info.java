/** What Sluice depends on (database, brokers), and whether it is there at the moment. */
@NullMarked
package org.sluice.routes.health;

import org.jspecify.annotations.NullMarked;
