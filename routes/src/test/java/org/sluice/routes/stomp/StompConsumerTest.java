package org.sluice.routes.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StompConsumerTest {

    private static final String QUICK = "&reconnectDelay=50ms&maxReconnectDelay=200ms&redeliveryDelay=50ms";

    private EmbeddedBroker broker;
    private CamelContext camel;
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.started();
        camel = new DefaultCamelContext();
        camel.getShutdownStrategy().setTimeout(20);
        template = camel.createProducerTemplate();
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        // What a test left in flight is of no interest any more.
        camel.getShutdownStrategy().setTimeout(1);
        camel.close();
        broker.close();
    }

    private String queue(String options) {
        return "stomp:/queue/events?brokerURL=" + broker.url() + QUICK + (options.isEmpty() ? "" : "&" + options);
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            template.sendBody(queue("persistent=true"), "event " + i);
        }
    }

    private static List<String> events(int count) {
        return IntStream.range(0, count).mapToObj(i -> "event " + i).toList();
    }

    private interface Steps {
        void add(RouteBuilder builder) throws Exception;
    }

    private void route(Steps steps) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                steps.add(this);
            }
        });
    }

    private HeldExchanges hold(String options) throws Exception {
        HeldExchanges held = new HeldExchanges();
        route(r -> r.from(queue(options)).routeId("consumer").process(held));
        return held;
    }

    @Test
    void acknowledgesWhatSucceeds() throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        route(r -> r.from(queue("prefetch=5"))
                .process(exchange -> seen.add(exchange.getMessage().getBody(String.class))));
        send(20);
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(20));
        assertThat(seen).containsExactlyElementsOf(events(20));
        assertThat(broker.messages("events")).isZero();
    }

    @Test
    void anExceptionThatTheRouteHandlesCountsAsSuccess() throws Exception {
        route(r -> {
            r.onException(IllegalStateException.class).handled(true);
            r.from(queue("")).process(exchange -> {
                throw new IllegalStateException("handled");
            });
        });
        send(3);
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(3));
    }

    @Test
    void theBrokerDeliversAgainWhatFailed() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        route(r -> r.from(queue("")).process(exchange -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("attempt " + attempts);
            }
        }));
        send(1);
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(1));
        assertThat(attempts).hasValue(3);
    }

    @Test
    void aRollbackWithoutExceptionIsAFailure() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        route(r -> r.from(queue("")).process(exchange -> exchange.setRollbackOnly(attempts.incrementAndGet() < 2)));
        send(1);
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(1));
        assertThat(attempts).hasValue(2);
    }

    @Test
    void whatFailsCanBeLeftUnacknowledged() throws Exception {
        HeldExchanges held = hold("onFailure=LEAVE");
        send(1);
        await().until(held::count, count -> count == 1);
        held.failAll(new IllegalStateException("left"));
        send(1);
        await().until(held::count, count -> count == 1);
        held.completeAll();
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(1));
        assertThat(broker.delivering("events")).isEqualTo(1);
        assertThat(held.taken()).isEqualTo(2);
    }

    @Test
    void whatFailsCanBeAcknowledged() throws Exception {
        HeldExchanges held = hold("onFailure=ACK");
        send(1);
        await().until(held::count, count -> count == 1);
        held.failAll(new IllegalStateException("dropped"));
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(1));
    }

    @Test
    void noMoreThanPrefetchAreInFlight() throws Exception {
        HeldExchanges held = hold("prefetch=5&consumerWindowSize=-1");
        send(20);
        await().until(held::count, count -> count == 5);
        await().during(Duration.ofMillis(300)).until(held::count, count -> count == 5);
        assertThat(held.bodies()).isEqualTo(events(5));
        held.completeAll();
        await().until(held::count, count -> count == 5);
        assertThat(broker.acknowledged("events")).isEqualTo(5);
        assertThat(held.bodies()).containsExactly("event 5", "event 6", "event 7", "event 8", "event 9");
        held.completeAll();
        await().until(held::count, count -> count == 5);
        held.completeAll();
        await().until(held::count, count -> count == 5);
        held.completeAll();
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(20));
    }

    @Test
    void aWholeBatchIsAcknowledgedFromAnotherThread() throws Exception {
        HeldExchanges held = hold("prefetch=500&consumerWindowSize=-1");
        send(500);
        await().until(held::count, count -> count == 500);
        assertThat(broker.acknowledged("events")).isZero();
        CompletableFuture.runAsync(held::completeAll).get(10, TimeUnit.SECONDS);
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(500));
        assertThat(broker.messages("events")).isZero();
    }

    @Test
    void aBrokerThatHeedsNoPrefetchIsHeldUpByTheSocket() throws Exception {
        byte[] body = new byte[200_000];
        String producer = queue("persistent=true");
        for (int i = 0; i < 200; i++) {
            template.sendBody(producer, body);
        }
        HeldExchanges held = hold("prefetch=2&consumerWindowSize=-1");
        await().until(held::count, count -> count == 2);
        for (int done = 0; done < 200; done += 2) {
            await().pollInterval(Duration.ofMillis(2)).until(held::count, count -> count == 2);
            held.completeAll();
        }
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(200));
        assertThat(held.taken()).isEqualTo(200);
    }

    @Test
    void handedOverToAnotherExchangeItIsAcknowledgedAtThatOnesEnd() throws Exception {
        CompletableFuture<Exchange> other = new CompletableFuture<>();
        route(r -> r.from(queue("")).process(exchange -> {
            // What seda: does with an exchange.
            other.complete(ExchangeHelper.createCorrelatedCopy(exchange, true));
        }));
        send(1);
        Exchange copy = other.get(10, TimeUnit.SECONDS);
        await().during(Duration.ofMillis(200)).until(() -> broker.acknowledged("events"), count -> count == 0);
        UnitOfWorkHelper.doneSynchronizations(copy, copy.getExchangeExtension().handoverCompletions());
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(1));
    }

    @Test
    void aProcessorOutsideAnyRouteWorksAsWell() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        StompEndpoint endpoint = camel.getEndpoint(queue(""), StompEndpoint.class);
        var consumer = endpoint.createConsumer(exchange -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
        });
        consumer.start();
        send(1);
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(1));
        assertThat(attempts).hasValue(2);
        consumer.stop();
        await().until(() -> broker.consumers("events"), count -> count == 0);
    }

    @Test
    void comesBackAfterARestartOfTheBroker() throws Exception {
        HeldExchanges held = hold("");
        send(2);
        await().until(held::count, count -> count == 2);
        broker.stop();
        StompEndpoint endpoint = camel.getEndpoint(queue(""), StompEndpoint.class);
        await().until(() -> endpoint.connectionStates().get(0), state -> !state.connected());
        broker.start();
        await().until(held::count, count -> count == 4);
        assertThat(held.bodies()).containsExactly("event 0", "event 1", "event 0", "event 1");
        held.completeAll();
        await().untilAsserted(() -> assertThat(broker.messages("events")).isZero());
        StompConnectionState state = endpoint.connectionStates().get(0);
        assertThat(state.connected()).isTrue();
        assertThat(state.reconnects()).isEqualTo(1);
        assertThat(state.staleAcknowledgements()).isEqualTo(2);
        assertThat(state.lastError()).isPresent();
    }

    @Test
    void startsWithoutABrokerAndConnectsWhenThereIsOne() throws Exception {
        broker.stop();
        HeldExchanges held = hold("");
        assertThat(camel.getRouteController().getRouteStatus("consumer")).isEqualTo(ServiceStatus.Started);
        StompConnectionState state = camel.getComponent("stomp", StompComponent.class)
                .connectionStates()
                .get(0);
        assertThat(state.connected()).isFalse();
        assertThat(state.purpose()).isEqualTo("consumer of /queue/events");
        assertThat(state.lastError().orElseThrow())
                .isEqualTo("The broker at " + broker.url() + " cannot be reached: Connection refused");
        broker.start();
        send(1);
        await().until(held::count, count -> count == 1);
    }

    @Test
    void camelsHealthCheckFollowsTheConnection() throws Exception {
        HealthCheckRegistry checks = HealthCheckRegistry.get(camel);
        checks.register(checks.resolveById("consumers"));
        route(r -> r.from(queue("")).routeId("events").process(exchange -> {}));
        await().untilAsserted(() -> assertThat(health("events").getState()).isEqualTo(HealthCheck.State.UP));
        broker.stop();
        await().untilAsserted(() -> assertThat(health("events").getState()).isEqualTo(HealthCheck.State.DOWN));
        await().untilAsserted(() -> assertThat(health("events").getMessage())
                .hasValueSatisfying(text -> assertThat(text).contains(broker.url())));
        broker.start();
        await().untilAsserted(() -> assertThat(health("events").getState()).isEqualTo(HealthCheck.State.UP));
        assertThat(health("events").getDetails()).containsEntry("reconnects", 1L);
    }

    private HealthCheck.Result health(String route) {
        return HealthCheckHelper.invoke(camel).stream()
                .filter(result -> result.getCheck().getId().equals("consumer:" + route))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void triesTheNextBrokerOfTheList() throws Exception {
        HeldExchanges held = new HeldExchanges();
        String brokers = "failover:(tcp://127.0.0.1:" + EmbeddedBroker.freePort() + "," + broker.url() + ")";
        route(r -> r.from("stomp:/queue/events?brokerURL=" + brokers + QUICK).process(held));
        send(1);
        await().until(held::count, count -> count == 1);
    }

    @Test
    void stoppingWaitsForWhatIsInFlight() throws Exception {
        HeldExchanges held = hold("prefetch=3&consumerWindowSize=-1");
        send(10);
        await().until(held::count, count -> count == 3);
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> {
            try {
                camel.getRouteController().stopRoute("consumer");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(
                        () -> camel.getRouteController().getRouteStatus("consumer"),
                        status -> status.isStopping()
                                || status == ServiceStatus.Suspended
                                || status == ServiceStatus.Started);
        await().during(Duration.ofMillis(300)).until(() -> !stopping.isDone());
        held.completeAll();
        stopping.get(20, TimeUnit.SECONDS);
        assertThat(broker.acknowledged("events")).isEqualTo(3);
        assertThat(held.taken()).isEqualTo(3);
        await().until(() -> broker.consumers("events"), count -> count == 0);
        await().until(() -> broker.delivering("events"), count -> count == 0);
        assertThat(broker.messages("events")).isEqualTo(7);
    }

    @Test
    void suspendedItTakesNothingAndHoldsNothingBack() throws Exception {
        HeldExchanges held = hold("prefetch=2");
        send(1);
        await().until(held::count, count -> count == 1);
        held.completeAll();
        camel.getRouteController().suspendRoute("consumer");
        await().until(() -> broker.consumers("events"), count -> count == 0);
        send(3);
        assertThat(broker.delivering("events")).isZero();
        assertThat(held.taken()).isEqualTo(1);
        camel.getRouteController().resumeRoute("consumer");
        await().until(held::count, count -> count == 2);
        held.completeAll();
        await().until(held::count, count -> count == 1);
        held.completeAll();
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(4));
    }

    @Test
    void twoConsumersShareAQueue() throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 2; i++) {
            route(r -> r.from(queue(""))
                    .process(exchange -> seen.add(exchange.getMessage().getBody(String.class))));
        }
        await().until(() -> broker.consumers("events"), count -> count == 2);
        send(40);
        await().untilAsserted(() -> assertThat(broker.acknowledged("events")).isEqualTo(40));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(events(40));
    }

    @Test
    void aDurableSubscriptionKeepsWhatCameWhileItWasAway() throws Exception {
        HeldExchanges held = new HeldExchanges();
        String topic = "stomp:/topic/news?brokerURL=" + broker.url() + QUICK;
        route(r -> r.from(topic + "&durable=true&subscriptionId=archive&clientId=sluice")
                .routeId("subscriber")
                .process(held));
        camel.getRouteController().stopRoute("subscriber");
        template.sendBody(topic + "&persistent=true", "while away");
        camel.getRouteController().startRoute("subscriber");
        await().until(held::count, count -> count == 1);
        assertThat(held.bodies()).containsExactly("while away");
    }

    @Test
    void aDurableSubscriptionNeedsAName() {
        assertThatThrownBy(() ->
                        route(r -> r.from("stomp:/topic/news?durable=true").process(exchange -> {})))
                .hasMessageContaining("The durable subscription to /topic/news needs a subscriptionId");
    }

    @Test
    void headersSurviveTheWayThere() throws Exception {
        HeldExchanges held = new HeldExchanges();
        ConcurrentLinkedQueue<Map<String, Object>> seen = new ConcurrentLinkedQueue<>();
        route(r -> r.from(queue(""))
                .process(exchange -> seen.add(exchange.getMessage().getHeaders()))
                .process(held));
        String odd = "a:colon, a \\ backslash, a\nline feed and a µ";
        template.sendBodyAndHeaders(
                queue("persistent=true&sendHeader.campaign=prod6"),
                "body",
                Map.of(
                        "odd",
                        odd,
                        "CamelInternal",
                        "stays here",
                        "destination",
                        "/queue/elsewhere",
                        "Content-Type",
                        "text/plain"));
        await().until(() -> !seen.isEmpty());
        assertThat(seen.element())
                .containsEntry("odd", odd)
                .containsEntry("campaign", "prod6")
                .containsEntry("content-type", "text/plain")
                .containsEntry("destination", "/queue/events")
                .doesNotContainKey("CamelInternal");
    }

    @Test
    void aMessageThatIsTooLargeDoesNotStopTheOthers() throws Exception {
        HeldExchanges held = hold("maxFrameSize=100000&consumerWindowSize=-1");
        template.sendBody(queue("persistent=true"), new byte[100_001]);
        template.sendBody(queue("persistent=true"), "small");
        await().until(held::count, count -> count == 1);
        assertThat(held.bodies()).containsExactly("small");
        StompConnectionState state = camel.getEndpoint(
                        queue("maxFrameSize=100000&consumerWindowSize=-1"), StompEndpoint.class)
                .connectionStates()
                .get(0);
        assertThat(state.oversizedMessages()).isEqualTo(1);
        assertThat(state.lastError().orElseThrow()).contains("100001 bytes").contains("raise maxFrameSize");
        assertThat(state.connected()).isTrue();
    }

    @Test
    void aStoppedContextLeavesNoConnectionAndNoThread() throws Exception {
        HeldExchanges held = hold("");
        send(1);
        await().until(held::count, count -> count == 1);
        assertThat(broker.connections()).isEqualTo(2);
        held.completeAll();
        camel.stop();
        await().until(broker::connections, count -> count == 0);
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name ->
                        name.contains("stomp-io") || name.contains("StompConsumer") || name.contains("StompCallback")));
    }

    @Test
    void theBrokersRefusalOfASubscriptionIsReported() throws Exception {
        String uri = "stomp:/topic/news?brokerURL=" + broker.url() + QUICK + "&durable=true&subscriptionId=archive";
        route(r -> r.from(uri).process(exchange -> {}));
        StompEndpoint endpoint = camel.getEndpoint(uri, StompEndpoint.class);
        await().untilAsserted(() -> assertThat(
                        endpoint.connectionStates().get(0).lastError().orElse(""))
                .startsWith("The broker at " + broker.url() + " refused: ")
                .contains("Error creating subscription archive"));
    }

    @Test
    void optionsAreWrittenAsCamelWritesThem() {
        StompConfiguration options = camel.getEndpoint(
                        "stomp:/queue/events?ackMode=client-individual&onFailure=leave&requestTimeout=5000"
                                + "&redeliveryDelay=2s&heartbeat=0,0",
                        StompEndpoint.class)
                .getConfiguration();
        assertThat(options)
                .returns(AckMode.CLIENT_INDIVIDUAL, StompConfiguration::getAckMode)
                .returns(OnFailure.LEAVE, StompConfiguration::getOnFailure)
                .returns(Duration.ofSeconds(5), StompConfiguration::getRequestTimeout)
                .returns(Duration.ofSeconds(2), StompConfiguration::getRedeliveryDelay)
                .returns("0,0", StompConfiguration::getHeartbeat);
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThatThrownBy(() -> camel.getEndpoint("stomp:/queue/events?prefech=5"))
                .hasMessageContaining("prefech");
    }

    @Test
    void camelStompsOptionsAreAccepted() {
        camel.getRegistry().bind("extra", new java.util.Properties());
        StompEndpoint endpoint = camel.getEndpoint(
                "stomp:queue:test?brokerURL=tcp://h:1&login=l&passcode=p&host=v&version=1.1&customHeaders=#extra"
                        + "&exchangePattern=InOnly&bridgeErrorHandler=false&lazyStartProducer=true",
                StompEndpoint.class);
        assertThat(endpoint.getDestination()).isEqualTo("queue:test");
        assertThat(endpoint.getConfiguration())
                .returns("tcp://h:1", StompConfiguration::getBrokerURL)
                .returns("l", StompConfiguration::getLogin)
                .returns("v", StompConfiguration::getHost)
                .returns("1.1", StompConfiguration::getVersion);
        assertThat(endpoint.toString()).doesNotContain("passcode=p");
    }
}
