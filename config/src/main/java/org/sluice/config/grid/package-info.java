/** Sites, storage elements and shares, and the options of plugins and transformations, as DIRAC configures them. */
@NullMarked
package org.sluice.config.grid;

import org.jspecify.annotations.NullMarked;
