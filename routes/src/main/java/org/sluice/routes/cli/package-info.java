/** The command line {@code sluice}: commands, their output, their exit codes. See {@code docs/cli.md}. */
@NullMarked
package org.sluice.routes.cli;

import org.jspecify.annotations.NullMarked;
