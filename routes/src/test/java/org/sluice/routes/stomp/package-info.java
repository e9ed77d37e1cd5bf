@NullMarked
package org.sluice.routes.stomp;

import org.jspecify.annotations.NullMarked;
