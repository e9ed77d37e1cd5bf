/** The example projects under {@code docs/} do what their pages say. */
@NullMarked
package org.sluice.it.examples;

import org.jspecify.annotations.NullMarked;
