/**
 * The PEM files by which a connection is encrypted: our own certificate and key, and the authorities that are trusted. What
 * cannot be used is told in a sentence before anybody connects.
 */
@NullMarked
package org.sluice.config.tls;

import org.jspecify.annotations.NullMarked;
