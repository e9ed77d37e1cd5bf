@NullMarked
package org.sluice.routes.pipeline;

import org.jspecify.annotations.NullMarked;
