@NullMarked
package org.sluice.routes.origin;

import org.jspecify.annotations.NullMarked;
