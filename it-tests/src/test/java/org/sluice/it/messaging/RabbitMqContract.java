package org.sluice.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.mq.PolledConsumer;
import org.sluice.routes.mq.Producer;

/** What can only be tried on RabbitMQ, in whatever protocol. */
abstract class RabbitMqContract extends MessagingContract {
    RabbitMqContract(TestBroker broker) {
        super(broker);
    }

    @Test
    void connectionsThatAnAdministratorClosesComeBackAndNothingIsLost() throws InterruptedException {
        try (Producer producer = messaging().producer(queue().toString());
                PolledConsumer consumer = messaging().consumer(queue().toString())) {
            for (int i = 0; i < 5; i++) {
                producer.put(number(i));
            }
            Message held = consumer.get(PATIENCE).orElseThrow();
            // The management lists a connection some seconds after it was made.
            Awaitility.await().atMost(PATIENCE).until(() -> broker().connections() == 2);
            assertThat(Brokers.rabbitMq().closeConnections()).isEqualTo(2);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(MqUnavailableException.class)
                    .until(() -> {
                        producer.put(number(5));
                        return true;
                    });
            assertThat(takeNumbers(consumer, 6)).contains(numbers(0, 6));
            assertThat(held.acknowledge()).isFalse();
            while (consumer.get(A_MOMENT).map(Message::acknowledge).isPresent()) {
                assertThat(consumer.problem()).isEmpty();
            }
            Awaitility.await().atMost(PATIENCE).until(() -> broker().depth(queue().name()) == 0);
        }
    }
}
