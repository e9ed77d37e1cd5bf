@NullMarked
package org.sluice.routes.runtime;

import org.jspecify.annotations.NullMarked;
