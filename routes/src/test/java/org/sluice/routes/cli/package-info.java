/** What commands print and how they end, run within the test's process. */
@NullMarked
package org.sluice.routes.cli;

import org.jspecify.annotations.NullMarked;
