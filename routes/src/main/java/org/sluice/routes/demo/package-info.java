/**
 * A simulation campaign of a gamma-ray observatory, made up from a seed and sent through the real engine: what happened
 * is compared with what the campaign's own bookkeeping expects.
 */
@NullMarked
package org.sluice.routes.demo;

import org.jspecify.annotations.NullMarked;
