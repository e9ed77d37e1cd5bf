@NullMarked
package org.sluice.routes.consumer;

import org.jspecify.annotations.NullMarked;
