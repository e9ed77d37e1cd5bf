package org.sluice.routes.mq;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.springrabbit.CamelDirectMessageListenerContainer;
import org.apache.camel.component.springrabbit.DefaultListenerContainerFactory;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqHost;
import org.sluice.routes.health.Condition;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.AsyncConsumerStartedEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.amqp.rabbit.listener.MissingQueueEvent;

/**
 * An AMQP destination as the beginning of a route: {@code camel-spring-rabbitmq}, of whose defaults several would lose
 * messages or stop for good, and are set otherwise here:
 *
 * <ul>
 *   <li>it acknowledges when the listener returns, which in its asynchronous mode is before the exchange is complete:
 *       acknowledgements are by hand ({@link AmqpAcknowledgement});
 *   <li>it tries a message five times and then rejects it, which deletes it where no dead-letter exchange is: no retries,
 *       no rejection;
 *   <li>a queue that is missing, or a password that is refused, ends its container: both are tried again for ever.
 * </ul>
 *
 * <p>Its direct container is kept: it hands messages over in the connection's own threads, without a queue and a thread
 * of its own between broker and pipeline, and several of its consumers need no threads at all.
 */
final class AmqpSource {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpSource.class);
    private static final String SCHEME = "spring-rabbitmq";
    private static final long RETRY_MS = 500;

    private final MqDestination destination;
    private final AmqpConnections connections;
    private final AmqpAddress address;
    private final Condition condition;
    private final CachingConnectionFactory factory;

    AmqpSource(MqDestination destination, Condition condition) {
        this.destination = destination;
        this.connections = new AmqpConnections(destination.service());
        this.address = new AmqpAddress(destination);
        this.condition = condition;
        this.factory = connectionFactory();
    }

    /** The endpoint to consume from. */
    Endpoint endpoint(CamelContext context, int prefetch) throws Exception {
        SpringRabbitMQComponent component = new SpringRabbitMQComponent();
        component.setCamelContext(context);
        component.setListenerContainerFactory(new Containers());
        component.setShutdownTimeout(RETRY_MS * 2);
        context.addComponent(SCHEME + "-" + destination.uri(), component);
        component.start();
        SpringRabbitMQEndpoint endpoint = (SpringRabbitMQEndpoint)
                component.createEndpoint(SCHEME + ":default?queues=RAW(" + address.queue() + ")&asyncConsumer=true");
        endpoint.setConnectionFactory(factory);
        endpoint.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        endpoint.setPrefetchCount(prefetch);
        endpoint.setConcurrentConsumers(1);
        endpoint.setAutoDeclare(false);
        endpoint.setTestConnectionOnStartup(false);
        endpoint.setDisableReplyTo(true);
        endpoint.setMaximumRetryAttempts(0);
        endpoint.setRejectAndDontRequeue(false);
        endpoint.setExceptionHandler(new StoppingIsNoFailure());
        return endpoint;
    }

    private CachingConnectionFactory connectionFactory() {
        CachingConnectionFactory caching = new CachingConnectionFactory(connections.factory());
        caching.setAddresses(
                destination.service().hosts().stream().map(MqHost::toString).toList());
        caching.setConnectionNameStrategy(ignored -> "sluice from " + destination.uri());
        caching.addConnectionListener(this::declare);
        return caching;
    }

    private void declare(Connection connection) {
        com.rabbitmq.client.Connection opened = connection.getDelegate();
        if (opened == null) {
            return;
        }
        try {
            address.declare(opened);
        } catch (IOException | TimeoutException | RuntimeException e) {
            // The factory would keep the connection and not ask for the queue again.
            opened.abort();
            throw e instanceof IOException io ? new AmqpIOException(io) : new IllegalStateException(e);
        }
    }

    private void heard(Object event) {
        if (event instanceof AsyncConsumerStartedEvent) {
            condition.up();
        } else if (event instanceof ListenerContainerConsumerFailedEvent failed) {
            Throwable cause = failed.getThrowable();
            condition.down(
                    cause == null
                            ? BrokerFailure.sentence(destination.service(), "the connection or its channel was closed")
                            : BrokerFailure.sentence(destination.service(), cause));
        } else if (event instanceof MissingQueueEvent missing) {
            condition.down(BrokerFailure.sentence(destination.service(), "there is no queue " + missing.getQueue()));
            makeAgain();
        }
    }

    /** Somebody deleted the queue, and the connection, with which it would be made, is still there. */
    private void makeAgain() {
        try {
            declare(factory.createConnection());
        } catch (RuntimeException e) {
            LOG.debug("The queue of {} could not be made; it is tried again.", destination.uri(), e);
        }
    }

    private final class Containers extends DefaultListenerContainerFactory {
        @Override
        public AbstractMessageListenerContainer createListenerContainer(SpringRabbitMQEndpoint endpoint) {
            AbstractMessageListenerContainer container = super.createListenerContainer(endpoint);
            container.setQueueNames(address.queue());
            container.setAdviceChain();
            container.setMissingQueuesFatal(false);
            container.setMismatchedQueuesFatal(false);
            container.setPossibleAuthenticationFailureFatal(false);
            container.setDefaultRequeueRejected(true);
            container.setRecoveryInterval(RETRY_MS);
            container.setFailedDeclarationRetryInterval(RETRY_MS);
            if (container instanceof CamelDirectMessageListenerContainer direct) {
                direct.setMonitorInterval(RETRY_MS);
            }
            container.setApplicationEventPublisher(AmqpSource.this::heard);
            return container;
        }
    }
}
