package org.sluice.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.mq.PolledConsumer;
import org.sluice.routes.mq.Producer;

class AmqpOnRabbitMqTest extends RabbitMqContract {
    AmqpOnRabbitMqTest() {
        super(Brokers.rabbitMqByAmqp());
    }

    @Test
    void aQueueThatIsDeletedIsMadeAgainAndTheOthersGoOn() throws InterruptedException {
        try (Producer producer = messaging().producer(queue().toString());
                PolledConsumer consumer = messaging().consumer(queue().toString());
                Producer toOther = messaging().producer(other().toString());
                PolledConsumer good = messaging().consumer(other().toString())) {
            producer.put(number(1));
            assertThat(takeNumbers(consumer, 1)).containsExactly(1);
            toOther.put(number(1));
            Message held = good.get(PATIENCE).orElseThrow();
            Brokers.rabbitMq().deleteQueue(queue().name());
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(MqUnavailableException.class)
                    .until(() -> {
                        producer.put(number(2), Map.of(), Duration.ofSeconds(2));
                        return true;
                    });
            assertThat(takeNumbers(consumer, 1)).containsExactly(2);
            assertThat(held.isRedelivered()).isFalse();
            assertThat(held.acknowledge()).isTrue();
        }
    }

    @Test
    void aMessageThatTheBrokerRejectsIsAnErrorOfItsProducerAlone() {
        Brokers.rabbitMq().declareQueue(queue().name(), Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
        try (Producer producer = messaging().producer(queue().toString());
                Producer toOther = messaging().producer(other().toString())) {
            assertThatThrownBy(() -> producer.put(number(1)))
                    .isInstanceOf(MqUnavailableException.class)
                    .hasMessageContaining(queue().toString());
            toOther.put(number(1));
        }
    }
}
