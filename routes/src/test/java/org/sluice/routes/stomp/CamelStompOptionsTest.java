package org.sluice.routes.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every option that Camel's catalogue lists for camel-stomp, tried for what it does. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CamelStompOptionsTest {
    private static final ComponentModel CAMEL_STOMP = new DefaultCamelCatalog().componentModel("stomp");
    private static final String MESSAGE =
            "MESSAGE\ndestination:queue:test\nmessage-id:1\nsubscription:%s\nack:1\nkind:gamma\n\nevent";

    @TestFactory
    Stream<DynamicTest> everyOptionOfAnEndpoint() {
        Map<String, Trial> trials = new TreeMap<>(Map.ofEntries(
                Map.entry("destination", world -> {
                    world.consume("");
                    assertThat(world.header("SUBSCRIBE", "destination")).isEqualTo("queue:test");
                }),
                Map.entry("brokerURL", world -> {
                    world.consume("");
                    assertThat(world.header("CONNECT", "accept-version")).isNotEmpty();
                }),
                Map.entry("customHeaders", world -> {
                    world.camel.getRegistry().bind("extra", properties("x-queue-type", "quorum"));
                    world.consume("customHeaders=#extra");
                    assertThat(world.header("CONNECT", "x-queue-type")).isEqualTo("quorum");
                    assertThat(world.header("SUBSCRIBE", "x-queue-type")).isEqualTo("quorum");
                }),
                Map.entry("host", world -> {
                    world.consume("host=production");
                    assertThat(world.header("CONNECT", "host")).isEqualTo("production");
                }),
                Map.entry("version", world -> {
                    world.consume("version=1.1");
                    assertThat(world.header("CONNECT", "accept-version")).isEqualTo("1.1");
                }),
                Map.entry("login", world -> {
                    world.consume("login=sluice");
                    assertThat(world.header("CONNECT", "login")).isEqualTo("sluice");
                }),
                Map.entry("passcode", world -> {
                    world.consume("passcode=RAW(s&e%c)");
                    assertThat(world.header("CONNECT", "passcode")).isEqualTo("s&e%c");
                }),
                Map.entry("headerFilterStrategy", world -> {
                    DefaultHeaderFilterStrategy noKind = new DefaultHeaderFilterStrategy();
                    noKind.getInFilter().add("kind");
                    world.camel.getRegistry().bind("noKind", noKind);
                    assertThat(world.consumeOne("headerFilterStrategy=#noKind", exchange -> {})
                                    .getMessage()
                                    .getHeader("kind"))
                            .isNull();
                }),
                Map.entry(
                        "exchangePattern", world -> assertThat(world.consumeOne("exchangePattern=InOut", exchange -> {})
                                        .getPattern())
                                .isEqualTo(ExchangePattern.InOut)),
                Map.entry("exceptionHandler", world -> {
                    RememberingHandler handler = new RememberingHandler();
                    world.camel.getRegistry().bind("handler", handler);
                    world.consumeOne("onFailure=LEAVE&exceptionHandler=#handler", CamelStompOptionsTest::fail);
                    await().untilAsserted(() -> assertThat(handler.told).hasSize(1));
                }),
                Map.entry("bridgeErrorHandler", world -> {
                    world.consumeOne("onFailure=LEAVE&bridgeErrorHandler=true", CamelStompOptionsTest::fail);
                    // Camel's bridge hands the consumer's exception to the route once more.
                    await().untilAsserted(() -> assertThat(world.seen).hasSizeGreaterThan(1));
                }),
                Map.entry("lazyStartProducer", world -> {
                    world.route(r -> r.from("direct:in").to(world.uri("lazyStartProducer=true")));
                    assertThat(world.broker.frames()).isEmpty();
                    assertThat(world.send("direct:in").getException()).isNull();
                    assertThat(world.header("SEND", "destination")).isEqualTo("queue:test");
                }),
                Map.entry("sslContextParameters", world -> {
                    CountingTls tls = new CountingTls();
                    world.camel.getRegistry().bind("tls", tls);
                    world.encrypt("&sslContextParameters=#tls");
                    await().untilAsserted(() -> assertThat(tls.asked).isPositive());
                })));
        return tests(names(CAMEL_STOMP.getEndpointOptions()), trials);
    }

    @TestFactory
    Stream<DynamicTest> everyOptionOfTheComponent() {
        Map<String, Trial> trials = new TreeMap<>(Map.ofEntries(
                Map.entry("brokerURL", world -> {
                    world.component.setBrokerURL(world.broker.url());
                    world.consumeFrom("stomp:queue:test");
                    assertThat(world.header("SUBSCRIBE", "destination")).isEqualTo("queue:test");
                }),
                Map.entry("customHeaders", world -> {
                    world.component.setCustomHeaders(properties("priority", "3"));
                    world.consume("");
                    assertThat(world.header("CONNECT", "priority")).isEqualTo("3");
                }),
                Map.entry("host", world -> {
                    world.component.setHost("production");
                    world.consume("");
                    assertThat(world.header("CONNECT", "host")).isEqualTo("production");
                }),
                Map.entry("version", world -> {
                    world.component.setVersion("1.1");
                    world.consume("");
                    assertThat(world.header("CONNECT", "accept-version")).isEqualTo("1.1");
                }),
                Map.entry("login", world -> {
                    world.component.setLogin("sluice");
                    world.consume("");
                    assertThat(world.header("CONNECT", "login")).isEqualTo("sluice");
                }),
                Map.entry("passcode", world -> {
                    world.component.setPasscode("secret");
                    world.consume("");
                    assertThat(world.header("CONNECT", "passcode")).isEqualTo("secret");
                }),
                Map.entry("configuration", world -> {
                    StompConfiguration configuration = new StompConfiguration();
                    configuration.setLogin("all");
                    world.component.setConfiguration(configuration);
                    world.consume("");
                    assertThat(world.header("CONNECT", "login")).isEqualTo("all");
                }),
                Map.entry("headerFilterStrategy", world -> {
                    DefaultHeaderFilterStrategy noKind = new DefaultHeaderFilterStrategy();
                    noKind.getInFilter().add("kind");
                    world.component.setHeaderFilterStrategy(noKind);
                    assertThat(world.consumeOne("", exchange -> {}).getMessage().getHeader("kind"))
                            .isNull();
                }),
                Map.entry("sslContextParameters", world -> {
                    CountingTls tls = new CountingTls();
                    world.component.setSslContextParameters(tls);
                    world.encrypt("");
                    await().untilAsserted(() -> assertThat(tls.asked).isPositive());
                }),
                Map.entry("useGlobalSslContextParameters", world -> {
                    CountingTls tls = new CountingTls();
                    world.camel.setSSLContextParameters(tls);
                    world.component.setUseGlobalSslContextParameters(true);
                    world.encrypt("");
                    await().untilAsserted(() -> assertThat(tls.asked).isPositive());
                }),
                Map.entry("bridgeErrorHandler", world -> {
                    world.component.setBridgeErrorHandler(true);
                    world.consumeOne("onFailure=LEAVE", CamelStompOptionsTest::fail);
                    await().untilAsserted(() -> assertThat(world.seen).hasSizeGreaterThan(1));
                }),
                Map.entry("lazyStartProducer", world -> {
                    world.component.setLazyStartProducer(true);
                    world.route(r -> r.from("direct:in").to(world.uri("")));
                    assertThat(world.broker.frames()).isEmpty();
                    assertThat(world.send("direct:in").getException()).isNull();
                }),
                Map.entry("autowiredEnabled", world -> {
                    world.component.setAutowiredEnabled(false);
                    world.consume("");
                    assertThat(world.header("SUBSCRIBE", "destination")).isEqualTo("queue:test");
                })));
        return tests(names(CAMEL_STOMP.getComponentOptions()), trials);
    }

    private static Stream<DynamicTest> tests(Set<String> options, Map<String, Trial> trials) {
        Stream<DynamicTest> complete = Stream.of(
                DynamicTest.dynamicTest("all of camel-stomp's options are tried", () -> assertThat(trials.keySet())
                        .containsExactlyInAnyOrderElementsOf(options)));
        return Stream.concat(
                complete,
                trials.entrySet().stream()
                        .map(trial -> DynamicTest.dynamicTest(trial.getKey(), () -> {
                            try (World world = new World()) {
                                trial.getValue().run(world);
                            }
                        })));
    }

    private static Set<String> names(List<? extends BaseOptionModel> options) {
        return options.stream().map(BaseOptionModel::getName).collect(java.util.stream.Collectors.toSet());
    }

    private static void fail(Exchange exchange) {
        throw new IllegalStateException("the route's own failure");
    }

    private static Properties properties(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }

    @FunctionalInterface
    private interface Trial {
        void run(World world) throws Exception;
    }

    @FunctionalInterface
    private interface Steps {
        void add(RouteBuilder builder) throws Exception;
    }

    /** A context with the component, and a broker that sends one message to whoever subscribes. */
    private static final class World implements AutoCloseable {
        private final ScriptedBroker broker = new ScriptedBroker(World::answer);
        private final CamelContext camel = new DefaultCamelContext();
        private final StompComponent component = new StompComponent(camel);
        private final List<Exchange> seen = new CopyOnWriteArrayList<>();

        World() throws IOException {
            camel.getShutdownStrategy().setTimeout(1);
            camel.addComponent("stomp", component);
            camel.start();
        }

        private static void answer(String frame, ScriptedBroker.Connection connection) throws IOException {
            if (frame.startsWith("CONNECT")) {
                connection.say("CONNECTED\nversion:"
                        + (ScriptedBroker.header(frame, "accept-version").equals("1.1") ? "1.1" : "1.2") + "\n\n");
                return;
            }
            String receipt = ScriptedBroker.header(frame, "receipt");
            if (!receipt.isEmpty()) {
                connection.say("RECEIPT\nreceipt-id:" + receipt + "\n\n");
            }
            if (frame.startsWith("SUBSCRIBE")) {
                connection.say(String.format(MESSAGE, ScriptedBroker.header(frame, "id")));
            }
        }

        String uri(String options) {
            return "stomp:queue:test?brokerURL=" + broker.url() + (options.isEmpty() ? "" : "&" + options);
        }

        void route(Steps steps) throws Exception {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() throws Exception {
                    steps.add(this);
                }
            });
        }

        void consume(String options) throws Exception {
            consumeFrom(uri(options));
        }

        /** Asks for an encrypted connection, which the broker cannot have. */
        void encrypt(String options) throws Exception {
            String url = broker.url().replace("tcp://", "ssl://");
            route(r -> r.from("stomp:queue:test?brokerURL=" + url + options).process(seen::add));
        }

        void consumeFrom(String uri) throws Exception {
            route(r -> r.from(uri).process(seen::add));
            await().untilAsserted(() -> assertThat(seen).isNotEmpty());
        }

        /** The first exchange, when it has been through the processor. */
        Exchange consumeOne(String options, Processor then) throws Exception {
            route(r -> {
                r.errorHandler(r.noErrorHandler());
                r.from(uri(options)).process(seen::add).process(then);
            });
            await().untilAsserted(() -> assertThat(seen).isNotEmpty());
            return seen.get(0);
        }

        Exchange send(String uri) {
            return camel.createProducerTemplate()
                    .send(uri, exchange -> exchange.getMessage().setBody("event"));
        }

        /** A header of the first frame of this command, without STOMP's escapes. */
        String header(String command, String name) {
            Optional<String> frame = broker.frames().stream()
                    .filter(each -> each.startsWith(command))
                    .findFirst();
            return ScriptedBroker.header(frame.orElseThrow(), name).replace("\\c", ":");
        }

        @Override
        public void close() throws Exception {
            camel.close();
            broker.close();
        }
    }

    private static final class CountingTls extends SSLContextParameters {
        private volatile int asked;

        @Override
        public SSLContext createSSLContext(CamelContext context) throws GeneralSecurityException, IOException {
            asked++;
            return super.createSSLContext(context);
        }
    }

    private static final class RememberingHandler implements ExceptionHandler {
        private final List<Throwable> told = new CopyOnWriteArrayList<>();

        @Override
        public void handleException(Throwable exception) {
            told.add(exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            told.add(exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable failure) {
            told.add(failure);
        }
    }
}
