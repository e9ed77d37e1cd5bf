@NullMarked
package org.sluice.routes.health;

import org.jspecify.annotations.NullMarked;
