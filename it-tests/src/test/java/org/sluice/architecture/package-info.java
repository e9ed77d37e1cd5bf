/** The rules of the modules, and a fixture for each that breaks it. */
@NullMarked
package org.sluice.architecture;

import org.jspecify.annotations.NullMarked;
