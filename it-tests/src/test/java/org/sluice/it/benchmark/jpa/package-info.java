/**
 * What a user would write in an afternoon instead of Sluice: a plain Camel route that takes a message, looks the
 * transformation up and stores one row set by JPA. A program of its own that the benchmarks measure Sluice beside.
 */
@NullMarked
package org.sluice.it.benchmark.jpa;

import org.jspecify.annotations.NullMarked;
