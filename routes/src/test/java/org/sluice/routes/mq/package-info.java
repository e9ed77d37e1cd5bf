@NullMarked
package org.sluice.routes.mq;

import org.jspecify.annotations.NullMarked;
