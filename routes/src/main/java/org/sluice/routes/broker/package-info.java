/** The broker inside the process, for those who have none. */
@NullMarked
package org.sluice.routes.broker;

import org.jspecify.annotations.NullMarked;
