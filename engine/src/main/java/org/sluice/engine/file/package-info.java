/** What is known of one file, and how events change it. */
@NullMarked
package org.sluice.engine.file;

import org.jspecify.annotations.NullMarked;
