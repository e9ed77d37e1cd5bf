/** The engine's stores in a relational database: DIRAC's tables and Sluice's own, on MariaDB or on embedded H2. */
@NullMarked
package org.sluice.persistence;

import org.jspecify.annotations.NullMarked;
