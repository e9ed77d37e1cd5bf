package org.sluice.routes.mq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

/**
 * Acknowledges a message on the channel that delivered it when its exchange is complete. What failed is left alone: the
 * only failure is that Sluice stops, and RabbitMQ takes it back when the channel closes; a negative acknowledgement would
 * have it delivered to the same process again, at once and for as long as that takes to stop.
 *
 * <p>Acknowledgements go one by one: exchanges complete in another order than messages came, and an acknowledgement of
 * all up to one of them would include such as are not done.
 */
final class AmqpAcknowledgement implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpAcknowledgement.class);

    @Override
    public void process(Exchange exchange) {
        Channel channel = delivering(exchange.getProperty(SpringRabbitMQConstants.CHANNEL, Channel.class));
        long tag = exchange.getMessage().getHeader(SpringRabbitMQConstants.DELIVERY_TAG, Long.class);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                acknowledge(channel, tag);
            }
        });
    }

    /**
     * Spring's proxy opens another channel behind itself when its own is closed; tags of the old one would be unknown
     * there, or belong to other messages.
     */
    private static Channel delivering(Channel channel) {
        return channel instanceof ChannelProxy proxy ? proxy.getTargetChannel() : channel;
    }

    private static void acknowledge(Channel channel, long tag) {
        try {
            channel.basicAck(tag, false);
        } catch (IOException | AlreadyClosedException gone) {
            LOG.debug("A message was delivered on a channel that is gone; it comes again, and is known by then.", gone);
        }
    }
}
