package org.sluice.routes.consumer;

import java.util.OptionalLong;
import org.sluice.config.mq.MqUri;

/** Tells how many messages wait in a queue, where its protocol has no such question. */
@FunctionalInterface
public interface LagSource {

    /** How many wait; may take some seconds, and does not fail. Empty where nobody can tell. */
    OptionalLong of(MqUri queue);
}
