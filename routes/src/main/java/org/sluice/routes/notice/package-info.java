/** Tells others of tasks, once they exist. */
@NullMarked
package org.sluice.routes.notice;

import org.jspecify.annotations.NullMarked;
