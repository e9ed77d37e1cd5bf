/**
 * The configuration of Sluice. {@link org.sluice.config.Configuration} loads it and hands out typed views of its parts.
 *
 * <p>What the options are is told in {@code docs/configuration.md}.
 */
@NullMarked
package org.sluice.config;

import org.jspecify.annotations.NullMarked;
