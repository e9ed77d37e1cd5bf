/** Breaks a rule of the modules on purpose. */
@NullMarked
package org.sluice.engine.fixturetwo;

import org.jspecify.annotations.NullMarked;
