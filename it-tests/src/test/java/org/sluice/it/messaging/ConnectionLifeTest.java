package org.sluice.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.config.Configuration;
import org.sluice.it.server.FlakyNetwork;
import org.sluice.it.server.RabbitMqServer;
import org.sluice.routes.mq.Consumer;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.mq.Producer;

/**
 * A producer and a consumer under way while their connections meet every trouble, again and again: they come back by
 * themselves, nothing that was confirmed and not acknowledged is lost, and no thread and no socket is left behind.
 */
class ConnectionLifeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String USER = "life";
    private static final List<String> OTHERS = List.of(
            FlakyNetwork.THREADS,
            "awaitility",
            "HttpClient",
            "process reaper",
            "ForkJoinPool.commonPool",
            "CompletableFutureDelayScheduler");
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final RabbitMqServer broker = Brokers.rabbitMq();

    /** What happens to connections. */
    private enum Trouble {
        BROKEN_IN_A_FRAME,
        PEER_STOPS_READING,
        CLOSED_BY_THE_BROKER,
        CREDENTIALS_EXPIRE,
        BROKER_KILLED
    }

    @ParameterizedTest
    @ValueSource(strings = {"Stomp", "RabbitMQ"})
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void comesBackFromTwentyTroubles(String type) throws InterruptedException {
        comeBack(type, 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Stomp", "RabbitMQ"})
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    @Tag("long")
    void comesBackFromTwoHundredTroubles(String type) throws InterruptedException {
        comeBack(type, 200);
    }

    private void comeBack(String type, int cycles) throws InterruptedException {
        broker.user(USER, "valid");
        String queue = "life" + RUNS.incrementAndGet();
        Set<String> threadsBefore = threads();
        try (FlakyNetwork network = FlakyNetwork.to(type.equals("Stomp") ? broker.stompPort() : broker.amqpPort())) {
            try (Messaging messaging =
                    Messaging.of(configuration(type, network.port(), queue).queues())) {
                Traffic traffic = new Traffic(messaging, "broker::Queues::" + queue);
                traffic.start();
                traffic.awaitRoundTrip();
                int most = 0;
                for (int cycle = 0; cycle < cycles; cycle++) {
                    Trouble trouble = troubleOf(cycle);
                    meet(trouble, network, traffic);
                    traffic.awaitRoundTrip();
                    Awaitility.await("two sockets after " + trouble + ", in cycle " + cycle)
                            .atMost(PATIENCE)
                            .until(() -> network.sockets() == 2);
                    if (cycle < Trouble.values().length) {
                        most = Math.max(most, threads().size());
                    } else {
                        int limit = most;
                        Awaitility.await("no more threads than " + limit + " after " + trouble + ", in cycle " + cycle)
                                .atMost(PATIENCE)
                                .until(() -> threads().size() <= limit);
                    }
                }
                traffic.stop();
                Awaitility.await("all that was confirmed")
                        .atMost(PATIENCE)
                        .until(() -> traffic.received.containsAll(traffic.confirmed));
                Awaitility.await("an empty queue").atMost(PATIENCE).until(() -> broker.isIdle(queue));
                assertThat(traffic.confirmed.size()).isGreaterThan(cycles);
            }
            Awaitility.await("no socket").atMost(PATIENCE).until(() -> network.sockets() == 0);
        }
        Awaitility.await("the threads of before: " + threadsBefore)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threads()).isSubsetOf(threadsBefore));
    }

    /** Each kind once, then the quick ones more often. */
    private static Trouble troubleOf(int cycle) {
        Trouble[] all = Trouble.values();
        if (cycle < all.length) {
            return all[cycle];
        }
        return switch (cycle % 10) {
            case 0, 4, 7 -> Trouble.BROKEN_IN_A_FRAME;
            case 1, 5, 8 -> Trouble.CLOSED_BY_THE_BROKER;
            case 2, 6 -> Trouble.CREDENTIALS_EXPIRE;
            case 3 -> Trouble.PEER_STOPS_READING;
            default -> cycle % 20 == 9 ? Trouble.BROKER_KILLED : Trouble.BROKEN_IN_A_FRAME;
        };
    }

    private void meet(Trouble trouble, FlakyNetwork network, Traffic traffic) {
        switch (trouble) {
            case BROKEN_IN_A_FRAME -> network.cut();
            case PEER_STOPS_READING -> network.clog();
            case CLOSED_BY_THE_BROKER ->
                Awaitility.await("connections to close").atMost(PATIENCE).until(() -> broker.closeConnections() > 0);
            case CREDENTIALS_EXPIRE -> {
                broker.user(USER, "another");
                Awaitility.await("a refusal").atMost(PATIENCE).until(() -> {
                    broker.closeConnections();
                    return traffic.isRefused();
                });
                broker.user(USER, "valid");
            }
            case BROKER_KILLED -> {
                broker.kill();
                broker.startAgain();
            }
        }
    }

    /** All threads but those of the test itself and those that the JVM shares out. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> OTHERS.stream().noneMatch(thread.getName()::startsWith))
                .map(thread -> thread.getName() + "#" + thread.getId())
                .collect(Collectors.toSet());
    }

    private static Configuration configuration(String type, int port, String queue) {
        return Configuration.parse(
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
                      User = %s
                      Password = valid
                      HeartBeat = 1
                      Queues
                      {
                        %s
                        {
                        }
                      }
                    }
                  }
                }
                """
                        .formatted(type, port, USER, queue));
    }

    /** Numbers sent one after the other, and received. */
    private static final class Traffic {
        private final Producer producer;
        private final Consumer consumer;
        private final Collection<Integer> confirmed = new ConcurrentLinkedQueue<>();
        private final Set<Integer> received = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger next = new AtomicInteger();
        private final Thread sending = new Thread(this::send, "test");

        Traffic(Messaging messaging, String uri) {
            this.producer = messaging.producer(uri);
            this.consumer = messaging.consumer(
                    uri, message -> received.add(message.json().path("number").asInt()));
        }

        void start() {
            sending.start();
        }

        void stop() throws InterruptedException {
            stopped.set(true);
            sending.join();
        }

        /** Until something that is sent from now on has been confirmed and received. */
        void awaitRoundTrip() {
            int from = next.get() + 1;
            Awaitility.await("a round trip; " + problems()).atMost(PATIENCE).until(() -> confirmed.stream()
                    .anyMatch(number -> number >= from && received.contains(number)));
        }

        boolean isRefused() {
            return producer.problem().isPresent() && consumer.problem().isPresent();
        }

        private List<String> problems() {
            return Stream.of(producer.problem(), consumer.problem())
                    .flatMap(Optional::stream)
                    .toList();
        }

        private void send() {
            while (!stopped.get()) {
                int number = next.incrementAndGet();
                try {
                    producer.put(JsonNodeFactory.instance.objectNode().put("number", number));
                    confirmed.add(number);
                } catch (MqUnavailableException e) {
                    // Not confirmed: it may have arrived or not. The next one has its own number.
                    continue;
                }
            }
        }
    }
}
