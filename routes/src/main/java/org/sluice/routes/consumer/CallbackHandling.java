package org.sluice.routes.consumer;

import java.util.List;
import org.sluice.routes.mq.Message;

/** A module that handles messages itself. */
record CallbackHandling(ConsumerModule module) implements Handling {
    @Override
    public void handle(List<Message> batch) throws Exception {
        module.handle(batch);
    }

    @Override
    public void stop() throws Exception {
        module.stop();
    }
}
