package org.sluice.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.config.Configuration;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.mq.MqUri;
import org.sluice.it.server.FreePorts;
import org.sluice.routes.mq.Consumer;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.mq.PolledConsumer;
import org.sluice.routes.mq.Producer;

/** What producers and consumers promise, whatever the protocol and the broker. */
@Timeout(120)
abstract class MessagingContract {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Duration A_MOMENT = Duration.ofMillis(300);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final TestBroker broker;
    private final String name = getClass().getSimpleName() + TESTS.incrementAndGet();
    private Messaging messaging = Messaging.of(Configuration.empty().queues());

    MessagingContract(TestBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void open() {
        messaging.close();
        messaging = Messaging.of(configuration(broker.port()).queues());
    }

    @AfterEach
    void close() {
        messaging.close();
    }

    private Configuration configuration(int port) {
        return Configuration.parse(
                "test",
                """
                Resources
                {
                  MQServices
                  {
                    broker
                    {
                      MQType = %1$s
                      Host = 127.0.0.1
                      Port = %2$d
                      User = guest
                      Password = guest
                      Queues
                      {
                        %3$s
                        {
                        }
                        %3$s-other
                        {
                        }
                        %3$s-once
                        {
                          Acknowledgement = False
                          Persistent = False
                        }
                      }
                      Topics
                      {
                        %3$s
                        {
                        }
                        %3$s-durable
                        {
                          Durable = True
                        }
                      }
                    }
                  }
                }
                """
                        .formatted(broker.type(), port, name));
    }

    TestBroker broker() {
        return broker;
    }

    Messaging messaging() {
        return messaging;
    }

    MqUri queue() {
        return new MqUri("broker", MqUri.Kind.QUEUE, name);
    }

    MqUri other() {
        return new MqUri("broker", MqUri.Kind.QUEUE, name + "-other");
    }

    private MqUri onceOnly() {
        return new MqUri("broker", MqUri.Kind.QUEUE, name + "-once");
    }

    private MqUri topic() {
        return new MqUri("broker", MqUri.Kind.TOPIC, name);
    }

    private MqUri durableTopic() {
        return new MqUri("broker", MqUri.Kind.TOPIC, name + "-durable");
    }

    static JsonNode number(int number) {
        return JsonNodeFactory.instance.objectNode().put("number", number);
    }

    private static void putNumbers(Producer producer, int from, int to) {
        IntStream.range(from, to).forEach(number -> producer.put(number(number)));
    }

    private static Message next(PolledConsumer consumer) throws InterruptedException {
        return consumer.get(PATIENCE).orElseThrow(() -> new AssertionError("no message; " + consumer.problem()));
    }

    /** Takes and acknowledges messages until so many different ones have come. */
    static List<Integer> takeNumbers(PolledConsumer consumer, int count) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.stream().distinct().count() < count) {
            Message message = next(consumer);
            if (message.acknowledge()) {
                numbers.add(message.json().path("number").asInt());
            }
        }
        return numbers;
    }

    static Integer[] numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toArray(Integer[]::new);
    }

    // -- messages

    @Test
    void aDocumentComesAsItWasPut() throws IOException, InterruptedException {
        JsonNode document = JSON.readTree(
                """
                {"event":"FileRegistered","lfn":"/vo/été/日本/😀.dst","size":4611686018427387905,"ratio":0.1,
                 "nested":[{"a":null},[],{},"line\\nbreak \\u0000 \\\\ : \\"quoted\\""],"yes":true}""");
        try (Producer producer = messaging.producer(queue().toString());
                PolledConsumer consumer = messaging.consumer(queue().toString())) {
            producer.put(document, Map.of("x-colon", "a:b\\c"), PATIENCE);
            Message message = next(consumer);
            assertThat(message.json()).isEqualTo(document);
            assertThat(message.source()).isEqualTo(queue());
            assertThat(message.isRedelivered()).isFalse();
            assertThat(message.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("x-colon", "a:b\\c");
            assertThat(message.acknowledge()).isTrue();
        }
        Awaitility.await().until(() -> broker.depth(queue().name()) == 0);
    }

    @Test
    void whatIsNoJsonCanStillBeReadAsBytes() throws InterruptedException {
        try (Producer producer = messaging.producer(queue().toString());
                PolledConsumer consumer = messaging.consumer(queue().toString())) {
            byte[] body = {0, 1, (byte) 0xff, 10, 0};
            producer.send(body, Map.of()).join();
            Message message = next(consumer);
            assertThat(message.body()).containsExactly(body);
            assertThatThrownBy(message::json).hasMessageContaining("not JSON").hasMessageContaining(queue().toString());
            message.acknowledge();
        }
    }

    @Test
    void getReturnsNothingWhereNothingIs() throws InterruptedException {
        try (PolledConsumer consumer = messaging.consumer(queue().toString())) {
            assertThat(consumer.get(A_MOMENT)).isEmpty();
        }
    }

    // -- acknowledgement

    @Test
    void aCallbackThatReturnsAcknowledges() {
        Collection<Integer> handled = new ConcurrentLinkedQueue<>();
        try (Producer producer = messaging.producer(queue().toString());
                Consumer consumer = messaging.consumer(
                        queue().toString(),
                        message -> handled.add(message.json().path("number").asInt()))) {
            putNumbers(producer, 0, 20);
            Awaitility.await().until(() -> handled.size() == 20);
            Awaitility.await().until(() -> broker.depth(queue().name()) == 0);
            assertThat(handled).containsExactly(numbers(0, 20));
            assertThat(consumer.problem()).isEmpty();
        }
    }

    @Test
    void aCallbackThatThrowsGetsItsMessageAgainAndTheOthersGoOn() throws InterruptedException {
        BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        try (Producer producer = messaging.producer(queue().toString());
                Consumer consumer = messaging.consumer(queue().toString(), message -> {
                    int number = message.json().path("number").asInt();
                    handled.add(number + (message.isRedelivered() ? " again" : ""));
                    if (number == 1 && !message.isRedelivered()) {
                        throw new IOException("not this time");
                    }
                })) {
            putNumbers(producer, 0, 3);
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                seen.add(Optional.ofNullable(handled.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .orElseThrow());
            }
            assertThat(seen).containsExactlyInAnyOrder("0", "1", "1 again", "2");
            Awaitility.await().until(() -> broker.depth(queue().name()) == 0);
        }
    }

    @Test
    void whatWasNotAcknowledgedComesAgainAfterTheConsumerIsClosed() throws InterruptedException {
        try (Producer producer = messaging.producer(queue().toString())) {
            putNumbers(producer, 0, 3);
            Message kept;
            try (PolledConsumer consumer = messaging.consumer(queue().toString())) {
                next(consumer).acknowledge();
                kept = next(consumer);
            }
            assertThat(kept.acknowledge()).isFalse();
            try (PolledConsumer consumer = messaging.consumer(queue().toString())) {
                assertThat(takeNumbers(consumer, 2)).containsExactlyInAnyOrder(1, 2);
            }
            Awaitility.await().until(() -> broker.depth(queue().name()) == 0);
        }
    }

    @Test
    void aMessageGivenBackComesAgain() throws InterruptedException {
        try (Producer producer = messaging.producer(queue().toString());
                PolledConsumer consumer = messaging.consumer(queue().toString())) {
            producer.put(number(1));
            next(consumer).giveBack();
            Message again = next(consumer);
            assertThat(again.json()).isEqualTo(number(1));
            assertThat(again.isRedelivered()).isTrue();
            again.acknowledge();
            Awaitility.await().until(() -> broker.depth(queue().name()) == 0);
        }
    }

    @Test
    void withoutAcknowledgementAMessageIsDoneWithWhenItIsHandedOver() throws InterruptedException {
        BlockingQueue<Integer> handled = new LinkedBlockingQueue<>();
        try (Producer producer = messaging.producer(onceOnly().toString());
                Consumer consumer = messaging.consumer(onceOnly().toString(), message -> {
                    handled.add(message.json().path("number").asInt());
                    throw new IOException("does not matter");
                })) {
            putNumbers(producer, 0, 5);
            for (int i = 0; i < 5; i++) {
                assertThat(handled.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(i);
            }
            Awaitility.await().until(() -> broker.depth(onceOnly().name()) == 0);
            assertThat(consumer.problem()).isEmpty();
        }
        assertThat(handled).isEmpty();
    }

    // -- many

    @Test
    void twoConsumersShareTheLoad() {
        Collection<Integer> first = new ConcurrentLinkedQueue<>();
        Collection<Integer> second = new ConcurrentLinkedQueue<>();
        try (Producer producer = messaging.producer(queue().toString());
                Consumer one = messaging.consumer(
                        queue().toString(),
                        message -> first.add(message.json().path("number").asInt()));
                Consumer two = messaging.consumer(
                        queue().toString(),
                        message -> second.add(message.json().path("number").asInt()))) {
            AtomicInteger sent = new AtomicInteger();
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
                producer.put(number(sent.getAndIncrement()));
                return !first.isEmpty() && !second.isEmpty();
            });
            Awaitility.await().until(() -> first.size() + second.size() == sent.get());
            List<Integer> both = new ArrayList<>(first);
            both.addAll(second);
            assertThat(both).containsExactlyInAnyOrder(numbers(0, sent.get()));
            assertThat(one.problem()).isEqualTo(two.problem()).isEmpty();
        }
    }

    @Test
    void aConsumerThatIsClosedLeavesItsMessagesToTheOther() throws InterruptedException {
        try (Producer producer = messaging.producer(queue().toString());
                PolledConsumer stays = messaging.consumer(queue().toString())) {
            PolledConsumer goes = messaging.consumer(queue().toString());
            AtomicInteger sent = new AtomicInteger();
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
                producer.put(number(sent.getAndIncrement()));
                return goes.get(Duration.ZERO).isPresent();
            });
            putNumbers(producer, sent.get(), sent.get() + 20);
            goes.close();
            assertThat(takeNumbers(stays, sent.get() + 20)).contains(numbers(0, sent.get() + 20));
            producer.put(number(1_000));
            assertThat(takeNumbers(stays, 1)).containsExactly(1_000);
            Awaitility.await().until(() -> broker.depth(queue().name()) == 0);
        }
    }

    @Test
    void manyThreadsUseOneProducerAndOneConsumer() {
        Collection<Integer> received = new ConcurrentLinkedQueue<>();
        try (Producer producer = messaging.producer(queue().toString());
                PolledConsumer consumer = messaging.consumer(queue().toString())) {
            List<CompletableFuture<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int from = thread * 50;
                work.add(CompletableFuture.runAsync(() -> putNumbers(producer, from, from + 50), Brokers.threads()));
                work.add(CompletableFuture.runAsync(
                        () -> {
                            try {
                                while (received.size() < 400) {
                                    consumer.get(A_MOMENT).ifPresent(message -> {
                                        received.add(
                                                message.json().path("number").asInt());
                                        message.acknowledge();
                                    });
                                }
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        Brokers.threads()));
            }
            CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).join();
            assertThat(received).containsExactlyInAnyOrder(numbers(0, 400));
        }
    }

    // -- topics

    @Test
    void everyConsumerOfATopicGetsEverything() throws InterruptedException {
        try (Producer producer = messaging.producer(topic().toString());
                PolledConsumer one = messaging.consumer(topic().toString());
                PolledConsumer two = messaging.consumer(topic().toString())) {
            awaitSubscribed(producer, one);
            awaitSubscribed(producer, two);
            putNumbers(producer, 100, 120);
            assertThat(numbersFrom(one, 100, 20)).containsExactly(numbers(100, 120));
            assertThat(numbersFrom(two, 100, 20)).containsExactly(numbers(100, 120));
        }
    }

    @Test
    void aMessageOfATopicThatFailsComesAgain() throws InterruptedException {
        BlockingQueue<Boolean> redelivered = new LinkedBlockingQueue<>();
        try (Producer producer = messaging.producer(topic().toString());
                PolledConsumer control = messaging.consumer(topic().toString());
                Consumer consumer = messaging.consumer(topic().toString(), message -> {
                    if (message.json().path("number").asInt() == 5) {
                        redelivered.add(message.isRedelivered());
                        if (!message.isRedelivered()) {
                            throw new IOException("not this time");
                        }
                    }
                })) {
            awaitSubscribed(producer, control);
            Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> {
                producer.put(number(5));
                return !redelivered.isEmpty();
            });
            Awaitility.await().until(() -> redelivered.contains(true));
            assertThat(consumer.problem()).isEmpty();
        }
    }

    @Test
    void aDurableSubscriptionKeepsWhatCameWhileNobodyWasThere() throws InterruptedException {
        try (Producer producer = messaging.producer(durableTopic().toString())) {
            try (PolledConsumer consumer = messaging.consumer(durableTopic().toString())) {
                awaitSubscribed(producer, consumer);
            }
            putNumbers(producer, 100, 110);
            try (PolledConsumer consumer = messaging.consumer(durableTopic().toString())) {
                assertThat(numbersFrom(consumer, 100, 10)).containsExactly(numbers(100, 110));
            }
        }
    }

    @Test
    void consumersOfADurableSubscriptionShareIt() {
        Collection<Integer> first = new ConcurrentLinkedQueue<>();
        Collection<Integer> second = new ConcurrentLinkedQueue<>();
        try (Producer producer = messaging.producer(durableTopic().toString());
                Consumer one = messaging.consumer(
                        durableTopic().toString(),
                        message -> first.add(message.json().path("number").asInt()));
                Consumer two = messaging.consumer(
                        durableTopic().toString(),
                        message -> second.add(message.json().path("number").asInt()))) {
            AtomicInteger sent = new AtomicInteger();
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
                producer.put(number(sent.getAndIncrement()));
                return !first.isEmpty() && !second.isEmpty();
            });
            assertThat(first).doesNotContainAnyElementsOf(second);
            assertThat(one.problem()).isEqualTo(two.problem()).isEmpty();
        }
    }

    /** Sends number 0 until it arrives. */
    private static void awaitSubscribed(Producer producer, PolledConsumer consumer) {
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
            producer.put(number(0));
            Optional<Message> message = consumer.get(Duration.ofMillis(50));
            message.ifPresent(Message::acknowledge);
            return message.isPresent();
        });
    }

    private static List<Integer> numbersFrom(PolledConsumer consumer, int least, int count)
            throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            Message message = next(consumer);
            int number = message.json().path("number").asInt();
            message.acknowledge();
            if (number >= least) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    // -- connections

    @Test
    void connectionsAreSharedOpenedByTheFirstAndClosedAfterTheLast() throws InterruptedException {
        awaitConnections(0);
        Producer first = messaging.producer(queue().toString());
        first.put(number(1));
        awaitConnections(1);
        Producer second = messaging.producer(other().toString());
        second.put(number(2));
        PolledConsumer third = messaging.consumer(queue().toString());
        PolledConsumer fourth = messaging.consumer(other().toString());
        next(third).acknowledge();
        next(fourth).acknowledge();
        awaitConnections(2);
        first.close();
        third.close();
        second.put(number(3));
        next(fourth).acknowledge();
        awaitConnections(2);
        second.close();
        awaitConnections(1);
        fourth.close();
        awaitConnections(0);
        try (Producer again = messaging.producer(queue().toString())) {
            again.put(number(4));
            awaitConnections(1);
        }
        awaitConnections(0);
    }

    private void awaitConnections(int expected) {
        Awaitility.await(expected + " connections")
                .pollInterval(Duration.ofMillis(200))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broker.connections()).isEqualTo(expected));
    }

    // -- a broker that ends

    @Test
    void whatWasConfirmedOutlivesTheBroker() throws InterruptedException {
        try (Producer producer = messaging.producer(queue().toString())) {
            putNumbers(producer, 0, 20);
        }
        restart();
        try (PolledConsumer consumer = messaging.consumer(queue().toString())) {
            assertThat(takeNumbers(consumer, 20)).containsExactlyInAnyOrder(numbers(0, 20));
        }
    }

    @Test
    void producersAndConsumersComeBackWithTheBrokerAndNothingIsLost() throws InterruptedException {
        Collection<Integer> handled = new ConcurrentLinkedQueue<>();
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Producer producer = messaging.producer(queue().toString());
                PolledConsumer polled = messaging.consumer(other().toString());
                Producer toPolled = messaging.producer(other().toString());
                Consumer called = messaging.consumer(queue().toString(), message -> {
                    inHand.countDown();
                    goOn.await();
                    handled.add(message.json().path("number").asInt());
                })) {
            putNumbers(producer, 0, 10);
            putNumbers(toPolled, 0, 3);
            Message unacknowledged = next(polled);
            inHand.await();
            broker.kill();
            Awaitility.await()
                    .until(() -> called.problem().isPresent()
                            && producer.problem().isPresent()
                            && polled.problem().isPresent());
            assertThat(called.problem().orElseThrow()).contains("127.0.0.1:" + broker.port());
            assertThat(unacknowledged.acknowledge()).isFalse();
            // Sent while the broker is away: it waits.
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                    () -> producer.put(number(10), Map.of(), Duration.ofMinutes(1)), Brokers.threads());
            broker.startAgain();
            goOn.countDown();
            waiting.join();
            Awaitility.await().atMost(PATIENCE).until(() -> handled.containsAll(List.of(numbers(0, 11))));
            assertThat(takeNumbers(polled, 3)).contains(0, 1, 2);
            Awaitility.await().atMost(PATIENCE).until(() -> broker.depth(queue().name()) == 0);
            assertThat(called.problem()).isEmpty();
            assertThat(producer.problem()).isEmpty();
        }
    }

    private void restart() {
        broker.kill();
        broker.startAgain();
    }

    // -- ends and errors

    @Test
    void closingEndsAGetThatWaits() {
        PolledConsumer consumer = messaging.consumer(queue().toString());
        CompletableFuture<Optional<Message>> waiting = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return consumer.get(Duration.ofMinutes(10));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Brokers.threads());
        consumer.close();
        consumer.close();
        assertThat(waiting.handle((got, closedBefore) -> closedBefore != null || got.isEmpty())
                        .join())
                .isTrue();
        assertThatThrownBy(() -> consumer.get(A_MOMENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(queue().toString());
    }

    @Test
    void closingWaitsForTheCallbackInHand() {
        AtomicInteger finished = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        try (Producer producer = messaging.producer(queue().toString())) {
            Consumer consumer = messaging.consumer(queue().toString(), message -> {
                begun.countDown();
                Awaitility.await().pollDelay(A_MOMENT).until(() -> true);
                finished.incrementAndGet();
            });
            producer.put(number(1));
            assertThat(begun).satisfies(latch -> assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue());
            consumer.close();
            assertThat(finished).hasValue(1);
            Awaitility.await().until(() -> broker.depth(queue().name()) == 0);
        }
    }

    @Test
    void aClosedProducerSaysSo() {
        Producer producer = messaging.producer(queue().toString());
        producer.close();
        producer.close();
        assertThatThrownBy(() -> producer.put(number(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(queue().toString());
        messaging.close();
        assertThatThrownBy(() -> messaging.producer(queue().toString())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWrongUriSaysWhatIsThere() {
        assertThatThrownBy(() -> messaging.producer("broker::Queues::nonsense"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nonsense")
                .hasMessageContaining(queue().toString())
                .hasMessageContaining(durableTopic().toString());
        assertThatThrownBy(() -> messaging.consumer("nobody::Queues::" + name))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there are: broker");
        assertThatThrownBy(() -> messaging.consumer("broker/" + name, message -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("service::Queues::name");
    }

    @Test
    void aBrokerThatIsAwayIsNamedWithItsAddress() {
        int port = FreePorts.next();
        try (Messaging away = Messaging.of(configuration(port).queues());
                Producer producer = away.producer(queue().toString());
                Consumer consumer = away.consumer(queue().toString())) {
            assertThatThrownBy(() -> producer.put(number(1), Map.of(), Duration.ofSeconds(1)))
                    .isInstanceOf(MqUnavailableException.class)
                    .hasMessageContaining("service broker at 127.0.0.1:" + port)
                    .hasMessageContaining("Host and Port");
            Awaitility.await().until(() -> consumer.problem().isPresent());
            assertThat(consumer.problem().orElseThrow()).contains("127.0.0.1:" + port);
            assertThat(producer.ready())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .havingCause()
                    .withMessageContaining("127.0.0.1:" + port);
        }
    }
}
