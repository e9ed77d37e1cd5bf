/**
 * Message queue services, the queues and topics they have, and the {@code mqURI} that names one of them.
 *
 * <p>Both forms in which DIRAC's configuration describes them are read here; {@link org.sluice.config.mq.MqServices}
 * holds the result.
 */
@NullMarked
package org.sluice.config.mq;

import org.jspecify.annotations.NullMarked;
