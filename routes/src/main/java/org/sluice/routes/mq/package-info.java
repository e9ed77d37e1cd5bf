/** Message queues by their mqURI, whatever the protocol: sources to consume from, senders that wait for the broker. */
@NullMarked
package org.sluice.routes.mq;

import org.jspecify.annotations.NullMarked;
