/** JSON that a person wrote, into a file or onto a command line: read strictly, refused with a place and a sentence. */
@NullMarked
package org.sluice.engine.json;

import org.jspecify.annotations.NullMarked;
