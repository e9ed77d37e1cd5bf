/** The database that the configuration names. */
@NullMarked
package org.sluice.routes.database;

import org.jspecify.annotations.NullMarked;
