package org.sluice.routes.consumer;

import java.util.List;
import org.sluice.routes.mq.Message;

/** A module that was started. */
interface Handling {

    /** As {@link ConsumerModule#handle(List)}. */
    void handle(List<Message> batch) throws Exception;

    /** Ends it, after the last message. */
    void stop() throws Exception;
}
