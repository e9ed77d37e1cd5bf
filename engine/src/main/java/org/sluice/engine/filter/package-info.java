/**
 * Filters: which files a transformation takes. A {@link org.sluice.engine.filter.MetaQuery} is DIRAC's input meta query, typed by a
 * {@link org.sluice.engine.filter.MetadataSchema}; it is asked about {@link org.sluice.engine.filter.FileFacts}, the effective
 * metadata of one file. A {@link org.sluice.engine.filter.FilterIndex} asks all transformations at once;
 * {@link org.sluice.engine.filter.StoredQueries} is the form in which DIRAC's table keeps a query.
 *
 * <p>The user's view of all this is {@code docs/filters.md}.
 */
@NullMarked
package org.sluice.engine.filter;

import org.jspecify.annotations.NullMarked;
