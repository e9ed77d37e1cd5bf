package org.sluice.routes.mq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StatefulService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.config.Configuration;
import org.sluice.routes.broker.LocalBroker;

/** {@code mq:} in routes, on the broker inside this process; what is below is tried on every broker elsewhere. */
@Timeout(60)
class MqComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonNode DOCUMENT =
            JsonNodeFactory.instance.objectNode().put("name", "été");

    private final CamelContext context = new DefaultCamelContext();
    private final LocalBroker broker = LocalBroker.start(
            Path.of("target", "mq-component", UUID.randomUUID().toString()), 0, List.of());
    private final Messaging messaging = Messaging.of(Configuration.parse(
                    "test",
                    """
                        Resources { MQServices { mq.example.org
                        {
                          MQType = Stomp
                          Host = 127.0.0.1
                          Port = %d
                          Queues
                          {
                            in { }
                            out { }
                            once
                            {
                              Acknowledgement = False
                            }
                          }
                          Topics { news { } }
                        } } }
                        """
                            .formatted(broker.port()))
            .queues());

    @BeforeEach
    void start() {
        context.addComponent("mq", new MqComponent(messaging));
        context.getShutdownStrategy().setTimeout(5);
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        messaging.close();
        broker.close();
    }

    private static String queue(String name) {
        return "mq.example.org::Queues::" + name;
    }

    private Message next(String queue) throws InterruptedException {
        try (PolledConsumer consumer = messaging.consumer(queue)) {
            Message message = consumer.get(PATIENCE).orElseThrow();
            message.acknowledge();
            return message;
        }
    }

    @Test
    void aRouteInJavaTakesFromOneAndSendsToAnother() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mq:" + queue("in")).setHeader("x-way", constant("routed")).to("mq:mq.example.org::Queue::out");
            }
        });
        context.createProducerTemplate()
                .sendBodyAndHeaders("mq:" + queue("in"), DOCUMENT, Map.of("x-first", 1, "CamelInternal", "no"));
        Message message = next(queue("out"));
        assertThat(message.json()).isEqualTo(DOCUMENT);
        assertThat(message.headers())
                .containsEntry("x-way", "routed")
                .containsEntry("x-first", "1")
                .containsEntry("content-type", "application/json")
                .doesNotContainKey("CamelInternal");
        await().untilAsserted(() -> assertThat(depth("in")).isZero());
    }

    @Test
    void aRouteInYamlDoesTheSame() throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        ResourceHelper.fromString(
                                "route.yaml",
                                """
                        - route:
                            from:
                              uri: mq:mq.example.org::Queues::in
                              parameters:
                                prefetch: 7
                              steps:
                                - setBody:
                                    simple: "seen: ${body}"
                                - to: mq:mq.example.org::Queues::out
                        """));
        context.createProducerTemplate().sendBody("mq:" + queue("in"), "été");
        assertThat(new String(next(queue("out")).body(), UTF_8)).isEqualTo("seen: été");
    }

    @Test
    void anExchangeThatFailsIsDeliveredAgain() throws Exception {
        Collection<Object> seen = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("mq:" + queue("in")).process(exchange -> {
                    seen.add(exchange.getMessage().getBody(String.class));
                    if (seen.size() == 1) {
                        throw new IllegalStateException("not this time");
                    }
                });
            }
        });
        context.createProducerTemplate().sendBody("mq:" + queue("in"), "one");
        await().untilAsserted(() -> assertThat(seen).containsExactly("one", "one"));
        await().untilAsserted(() -> assertThat(depth("in")).isZero());
    }

    @Test
    void withoutAcknowledgementAFailedExchangeIsNotDeliveredAgain() throws Exception {
        Collection<Object> seen = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("mq:" + queue("once")).process(exchange -> {
                    seen.add(exchange.getMessage().getBody(String.class));
                    throw new IllegalStateException("does not matter");
                });
            }
        });
        context.createProducerTemplate().sendBody("mq:" + queue("once"), "one");
        context.createProducerTemplate().sendBody("mq:" + queue("once"), "two");
        await().untilAsserted(() -> assertThat(seen).containsExactly("one", "two"));
        await().untilAsserted(() -> assertThat(depth("once")).isZero());
    }

    @Test
    void noMoreThanThePrefetchAreInTheRouteAndTheRestIsLeftWhenItStops() throws Exception {
        Collection<Object> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch goOn = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mq:" + queue("in") + "?prefetch=3")
                        .routeId("slow")
                        .threads(5, 5)
                        .process(exchange -> {
                            seen.add(exchange.getMessage().getBody(String.class));
                            goOn.await();
                        });
            }
        });
        for (int i = 0; i < 10; i++) {
            context.createProducerTemplate().sendBody("mq:" + queue("in"), "message " + i);
        }
        await().untilAsserted(() -> assertThat(seen).hasSize(3));
        assertThat(depth("in")).isEqualTo(10);
        var suspended = CompletableFuture.runAsync(() -> {
            try {
                context.getRouteController().suspendRoute("slow");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() ->
                context.getRoute("slow").getConsumer() instanceof StatefulService consumer && consumer.isSuspended());
        goOn.countDown();
        suspended.join();
        await().untilAsserted(() -> assertThat(depth("in")).isEqualTo(7));
        assertThat(seen).hasSize(3);
        context.getRouteController().resumeRoute("slow");
        await().untilAsserted(() -> assertThat(depth("in")).isZero());
        assertThat(seen).hasSize(10);
    }

    @Test
    void aRouteThatIsSuspendedWhileIdleLeavesEverythingToOthers() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mq:" + queue("in")).routeId("idle").process(exchange -> {});
            }
        });
        context.createProducerTemplate().sendBody("mq:" + queue("in"), "first");
        await().untilAsserted(() -> assertThat(depth("in")).isZero());
        context.getRouteController().suspendRoute("idle");
        context.createProducerTemplate().sendBody("mq:" + queue("in"), "left");
        try (PolledConsumer other = messaging.consumer(queue("in"))) {
            Optional<Message> left = other.get(Duration.ofSeconds(20));
            assertThat(left).hasValueSatisfying(message -> assertThat(new String(message.body(), UTF_8))
                    .isEqualTo("left"));
        }
        context.getRouteController().resumeRoute("idle");
        await().untilAsserted(() -> assertThat(depth("in")).isZero());
    }

    @Test
    void aTopicReachesEveryRoute() throws Exception {
        Collection<Object> seen = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mq:mq.example.org::Topics::news").process(exchange -> seen.add("first"));
                from("mq:mq.example.org::Topics::news?prefetch=5").process(exchange -> seen.add("second"));
            }
        });
        await().until(() -> context.getEndpoints().stream()
                .filter(MqEndpoint.class::isInstance)
                .allMatch(endpoint -> ((MqEndpoint) endpoint).isSubscribed()));
        context.createProducerTemplate().sendBody("mq:mq.example.org::Topics::news", "x");
        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrder("first", "second"));
    }

    @Test
    void aWrongUriIsRefusedWithWhatIsThere() {
        assertThatThrownBy(() -> context.createProducerTemplate().sendBody("mq:mq.example.org::Queues::nothing", "x"))
                .hasStackTraceContaining("mq.example.org::Queues::in");
        assertThatThrownBy(() -> context.createProducerTemplate().sendBody("mq:nonsense", "x"))
                .hasStackTraceContaining("service::Queues::name");
        assertThatThrownBy(() -> context.getEndpoint("mq:" + queue("in") + "?prefetch=0"))
                .hasStackTraceContaining("at least 1");
    }

    @Test
    void aSendThatCannotBeConfirmedFailsTheExchange() {
        ProducerTemplate template = context.createProducerTemplate();
        template.sendBody("mq:" + queue("in"), "x");
        messaging.close();
        assertThatThrownBy(() -> template.sendBody("mq:" + queue("in"), "x"))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseMessage("The producer to " + queue("in") + " is closed.");
    }

    private long depth(String queue) {
        return broker.depth(queue).orElse(0);
    }
}
