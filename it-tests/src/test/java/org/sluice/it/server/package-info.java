/** Real servers and real clients as processes of a test run: own ports, own folders under {@code target/}. */
@NullMarked
package org.sluice.it.server;

import org.jspecify.annotations.NullMarked;
