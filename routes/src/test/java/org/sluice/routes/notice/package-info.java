@NullMarked
package org.sluice.routes.notice;

import org.jspecify.annotations.NullMarked;
