package org.sluice.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.config.Configuration;
import org.sluice.it.server.RabbitMqServer;
import org.sluice.routes.mq.Consumer;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.Producer;

/** A broker that is short of memory holds producers up and nobody else; a slow consumer holds up its queue only. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FlowControlTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final RabbitMqServer broker = Brokers.rabbitMq();
    private final String queue = "flow" + RUNS.incrementAndGet();

    private boolean alarm;

    @AfterEach
    void clearAlarm() {
        if (alarm) {
            alarm(false);
        }
    }

    private void alarm(boolean on) {
        broker.memoryAlarm(on);
        alarm = on;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Stomp", "RabbitMQ"})
    void anAlarmBlocksProducersAndDropsNothing(String type) {
        Set<Integer> received = ConcurrentHashMap.newKeySet();
        CountDownLatch alarmed = new CountDownLatch(1);
        try (Messaging messaging = messaging(type);
                Producer producer = messaging.producer(uri());
                Consumer consumer = messaging.consumer(uri(), message -> {
                    alarmed.await();
                    received.add(message.json().path("number").asInt());
                })) {
            IntStream.range(0, 50).forEach(number -> producer.put(MessagingContract.number(number)));
            alarm(true);
            CompletableFuture<Void> held = CompletableFuture.runAsync(
                    () -> IntStream.range(50, 60)
                            .forEach(number -> producer.put(MessagingContract.number(number), Map.of(), PATIENCE)),
                    Brokers.threads());
            alarmed.countDown();
            // Consumers go on: what they acknowledge is what gives the broker its memory back.
            Awaitility.await().atMost(PATIENCE).until(() -> received.size() >= 50 && broker.depth(queue) == 0);
            // RabbitMQ takes the first SEND of a STOMP connection after the alarm, and reads no further.
            assertThat(received).hasSizeLessThanOrEqualTo(51);
            assertThat(held).isNotDone();
            assertThat(consumer.problem()).isEmpty();
            alarm(false);
            held.join();
            Awaitility.await().atMost(PATIENCE).until(() -> received.size() == 60);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Stomp", "RabbitMQ"})
    void aSlowConsumerHoldsNoMoreThanItsPrefetchAndKeepsItsConnection(String type) {
        CountDownLatch quick = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        try (Messaging messaging = messaging(type);
                Producer producer = messaging.producer(uri());
                Consumer consumer = messaging.consumer(uri(), message -> {
                    quick.await();
                    handled.incrementAndGet();
                })) {
            IntStream.range(0, 200).forEach(number -> producer.put(MessagingContract.number(number)));
            // Longer than it takes a client with a heart-beat of one second to be given up.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .during(Duration.ofSeconds(5))
                    .until(() -> broker.unacknowledged(queue) == 20
                            && consumer.problem().isEmpty());
            quick.countDown();
            Awaitility.await().atMost(PATIENCE).until(() -> handled.get() == 200 && broker.depth(queue) == 0);
        }
        assertThat(handled)
                .as("nothing came twice, so the connection was the same")
                .hasValue(200);
    }

    private String uri() {
        return "broker::Queues::" + queue;
    }

    private Messaging messaging(String type) {
        return Messaging.of(Configuration.parse(
                        "test",
                        """
                        Resources
                        {
                          MQServices
                          {
                            broker
                            {
                              MQType = %s
                              Host = 127.0.0.1
                              Port = %d
                              User = guest
                              Password = guest
                              HeartBeat = 1
                              Queues
                              {
                                %s
                                {
                                  Prefetch = 20
                                }
                              }
                            }
                          }
                        }
                        """
                                .formatted(type, type.equals("Stomp") ? broker.stompPort() : broker.amqpPort(), queue))
                .queues());
    }
}
