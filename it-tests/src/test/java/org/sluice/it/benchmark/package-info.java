/** What things cost, measured on real servers. Run by hand: times are printed and never asserted. */
@NullMarked
package org.sluice.it.benchmark;

import org.jspecify.annotations.NullMarked;
