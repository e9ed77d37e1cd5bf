/** What Camel consumers of queues have in common: exchanges that settle the messages that they were made of. */
@NullMarked
package org.sluice.routes.exchange;

import org.jspecify.annotations.NullMarked;
