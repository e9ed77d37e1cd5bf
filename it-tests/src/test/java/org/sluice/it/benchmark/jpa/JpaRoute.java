package org.sluice.it.benchmark.jpa;

import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/**
 * Camel's own {@code spring-rabbitmq:} consumer with its defaults: one consumer, a message is acknowledged once its route has
 * returned, which is after the commit of its rows ({@link RowSets}).
 */
public final class JpaRoute {
    private JpaRoute() {}

    /**
     * Runs until it is ended.
     *
     * @param arguments port and queue of the broker, URL of the database
     */
    public static void main(String[] arguments) throws Exception {
        CachingConnectionFactory broker = new CachingConnectionFactory("127.0.0.1", Integer.parseInt(arguments[0]));
        try (RowSets rowSets = new RowSets(arguments[2]);
                CamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("broker", broker);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("spring-rabbitmq:default?connectionFactory=#broker&autoDeclare=false&queues=" + arguments[1])
                            .process(exchange ->
                                    rowSets.store(exchange.getMessage().getBody(byte[].class)));
                }
            });
            camel.start();
            new CountDownLatch(1).await();
        }
    }
}
