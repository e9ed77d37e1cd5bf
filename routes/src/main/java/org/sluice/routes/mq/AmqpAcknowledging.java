package org.sluice.routes.mq;

import com.rabbitmq.client.AlreadyClosedException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.routes.exchange.Acknowledgements;

/**
 * Acknowledges messages by their delivery tags. A frame for each costs RabbitMQ as much as all the rest that it does for the
 * message; AMQP lets one acknowledge all messages up to a number.
 */
final class AmqpAcknowledging implements Acknowledgements.Frames<Long> {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpAcknowledging.class);

    private final Frame frame;

    /** What is sent on the channel. */
    @FunctionalInterface
    interface Frame {
        /** @param multiple whether all messages up to this one are acknowledged */
        void send(long tag, boolean multiple) throws IOException;
    }

    AmqpAcknowledging(Frame frame) {
        this.frame = frame;
    }

    @Override
    public void acknowledge(List<Long> together, List<Long> singly) {
        try {
            if (!together.isEmpty()) {
                frame.send(together.get(together.size() - 1), true);
            }
            for (long tag : singly) {
                frame.send(tag, false);
            }
        } catch (IOException | AlreadyClosedException gone) {
            LOG.debug("The channel is gone; what was delivered on it comes again.", gone);
        }
    }
}
