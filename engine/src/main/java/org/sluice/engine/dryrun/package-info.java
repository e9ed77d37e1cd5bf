/** What would happen, and why something does not, told from what is recorded; nothing is changed. */
@NullMarked
package org.sluice.engine.dryrun;

import org.jspecify.annotations.NullMarked;
