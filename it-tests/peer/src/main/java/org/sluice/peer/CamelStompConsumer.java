package org.sluice.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Consumes a queue with camel-stomp and appends each body as a line to a file, until the process is killed: what a
 * consumer that stores what it gets would have stored.
 */
public final class CamelStompConsumer {
    private CamelStompConsumer() {}

    /** Arguments: the broker's port, the queue, the file. */
    public static void main(String[] args) throws Exception {
        // The name alone: camel-stomp hands a destination on as it is, without the slash that RabbitMQ's /queue/NAME
        // has.
        String from =
                "stomp:" + args[1] + "?brokerURL=tcp://127.0.0.1:" + args[0] + "&login=guest&passcode=guest&host=/";
        Path file = Path.of(args[2]);
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(from).process(exchange -> store(file, exchange));
                }
            });
            camel.start();
            new CountDownLatch(1).await();
        }
    }

    private static void store(Path file, Exchange exchange) throws IOException {
        byte[] line = (exchange.getMessage().getBody(String.class) + "\n").getBytes(StandardCharsets.UTF_8);
        Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
