/**
 * Encrypted connections, whatever they carry: what each side shows and trusts, and why one of them refused.
 */
@NullMarked
package org.sluice.routes.tls;

import org.jspecify.annotations.NullMarked;
