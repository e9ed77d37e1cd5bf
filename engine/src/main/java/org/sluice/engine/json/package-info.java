/** JSON that a person wrote, read strictly and refused with a place and a sentence; and members of objects as an immutable map. */
@NullMarked
package org.sluice.engine.json;

import org.jspecify.annotations.NullMarked;
