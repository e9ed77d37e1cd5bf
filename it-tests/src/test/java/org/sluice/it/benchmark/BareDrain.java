package org.sluice.it.benchmark;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.LongStream;

/**
 * Takes messages from a queue by the plain client library, writes the rows of a one-file task for each in bulk
 * ({@link BareWriter}), and acknowledges them once they are committed: cumulatively, as the engine's AMQP source does. It
 * neither decodes nor matches nor groups. A program of its own, like the engine.
 */
final class BareDrain {
    static final int PREFETCH = 1000;

    private static final int MOST = 500;

    private BareDrain() {}

    /** @param arguments port and queue of the broker, URL of the database, number of transformations */
    public static void main(String[] arguments) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(Integer.parseInt(arguments[0]));
        BlockingQueue<Long> deliveries = new ArrayBlockingQueue<>(PREFETCH);
        try (BareWriter writer = new BareWriter(arguments[2], Integer.parseInt(arguments[3]));
                Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.basicQos(PREFETCH);
            DeliverCallback keep =
                    (tag, message) -> deliveries.add(message.getEnvelope().getDeliveryTag());
            channel.basicConsume(arguments[1], false, keep, tag -> {});
            drain(deliveries, writer, batch -> channel.basicAck(batch.get(batch.size() - 1), true));
        }
    }

    /** Tells the broker that the messages of a batch are done with. */
    @FunctionalInterface
    interface Acknowledgement<T> {
        void of(List<T> batch) throws IOException;
    }

    /** Writes and acknowledges what comes, until the program is ended. */
    static <T> void drain(BlockingQueue<T> deliveries, BareWriter writer, Acknowledgement<T> acknowledgement)
            throws InterruptedException, SQLException, IOException {
        long number = 0;
        while (true) {
            List<T> batch = new ArrayList<>(MOST);
            batch.add(deliveries.take());
            deliveries.drainTo(batch, MOST - 1);
            writer.write(LongStream.range(number, number + batch.size())
                    .mapToObj("/vo/bare/%08d"::formatted)
                    .toList());
            number += batch.size();
            acknowledgement.of(batch);
        }
    }
}
