package org.sluice.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.sluice.routes.mq.PolledConsumer;
import org.sluice.routes.mq.Producer;

class StompOnRabbitMqTest extends RabbitMqContract {
    StompOnRabbitMqTest() {
        super(Brokers.rabbitMqByStomp());
    }

    @Test
    void aRefusedSubscriptionHarmsNoOtherAndWorksOnceTheBrokerAgrees() throws InterruptedException {
        Brokers.rabbitMq().declareQueue(other().name(), Map.of("x-message-ttl", 1_000_000));
        try (Producer producer = messaging().producer(queue().toString());
                PolledConsumer good = messaging().consumer(queue().toString());
                PolledConsumer refused = messaging().consumer(other().toString())) {
            Awaitility.await().atMost(PATIENCE).until(() -> refused.problem().isPresent());
            assertThat(refused.problem().orElseThrow()).contains("inequivalent", "127.0.0.1:" + broker().port());
            Awaitility.await().atMost(PATIENCE).until(() -> good.problem().isEmpty());
            for (int i = 0; i < 3; i++) {
                producer.put(number(i));
                var message = good.get(PATIENCE).orElseThrow();
                assertThat(message.isRedelivered()).isFalse();
                assertThat(message.acknowledge()).isTrue();
            }
            Brokers.rabbitMq().deleteQueue(other().name());
            try (Producer toOther = messaging().producer(other().toString())) {
                toOther.put(number(7));
            }
            assertThat(refused.get(Duration.ofSeconds(30)).orElseThrow().json()).isEqualTo(number(7));
            assertThat(refused.problem()).isEmpty();
        }
    }
}
