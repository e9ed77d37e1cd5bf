@NullMarked
package org.sluice.routes.broker;

import org.jspecify.annotations.NullMarked;
