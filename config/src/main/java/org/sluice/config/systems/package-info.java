/** Where DIRAC's systems keep their sections: {@code /Systems/[System]/[Setup]/…}, with or without the setup. */
@NullMarked
package org.sluice.config.systems;

import org.jspecify.annotations.NullMarked;
