/**
 * What Camel consumers of queues have in common: exchanges that settle the messages that they were made of, and
 * acknowledgements in the order of the messages.
 */
@NullMarked
package org.sluice.routes.exchange;

import org.jspecify.annotations.NullMarked;
