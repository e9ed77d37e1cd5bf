package org.sluice.routes.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StompProducerTest {

    private static final String CONNECTED = "CONNECTED\nversion:1.2\n\n";

    private CamelContext camel;
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        camel = new DefaultCamelContext();
        camel.getShutdownStrategy().setTimeout(1);
        template = camel.createProducerTemplate();
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
    }

    private static String queue(String broker) {
        return "stomp:/queue/events?brokerURL=" + broker + "&reconnectDelay=50ms&maxReconnectDelay=200ms";
    }

    private Exchange send(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    private static void receipt(String frame, ScriptedBroker.Connection connection) throws java.io.IOException {
        connection.say("RECEIPT\nreceipt-id:" + ScriptedBroker.header(frame, "receipt") + "\n\n");
    }

    @Test
    void aSendIsCompleteWhenTheBrokerHasTheMessage() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started()) {
            for (int i = 0; i < 10; i++) {
                assertThat(send(queue(broker.url()), "event " + i).getException())
                        .isNull();
                // The broker's counter follows its journal by a moment.
                int sent = i + 1;
                Awaitility.await().until(() -> broker.messages("events") == sent);
            }
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void largeBinaryBodiesArriveUnchanged() throws Exception {
        byte[] large = new byte[2 * 1024 * 1024];
        new Random(7).nextBytes(large);
        byte[] nul = {0, 10, 13, 0, 58, -1};
        ConcurrentLinkedQueue<byte[]> seen = new ConcurrentLinkedQueue<>();
        try (EmbeddedBroker broker = EmbeddedBroker.started()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(queue(broker.url()) + "&consumerWindowSize=-1")
                            .process(exchange -> seen.add(exchange.getMessage().getBody(byte[].class)));
                }
            });
            for (byte[] body : List.of(large, nul, new byte[0])) {
                assertThat(send(queue(broker.url()) + "&persistent=true", body).getException())
                        .isNull();
            }
            await().untilAsserted(() -> assertThat(seen).containsExactly(large, nul, new byte[0]));
        }
    }

    @Test
    void persistentMessagesSurviveARestartOfTheBroker() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started()) {
            send(queue(broker.url()) + "&persistent=true", "kept");
            send(queue(broker.url()), "forgotten");
            broker.stop();
            broker.start();
            assertThat(broker.messages("events")).isEqualTo(1);
            assertThat(send(queue(broker.url()) + "&persistent=true", "after").getException())
                    .isNull();
            assertThat(broker.messages("events")).isEqualTo(2);
        }
    }

    @Test
    void manySendsAreUnderWayAtOnce() throws Exception {
        List<String> unanswered = new ArrayList<>();
        ScriptedBroker.Script answerInReverseAfterHundred = (frame, connection) -> {
            if (frame.startsWith("CONNECT")) {
                connection.say(CONNECTED);
            } else if (frame.startsWith("SEND")) {
                unanswered.add(0, frame);
                if (unanswered.size() == 100) {
                    for (String each : unanswered) {
                        receipt(each, connection);
                    }
                }
            } else {
                receipt(frame, connection);
            }
        };
        try (ScriptedBroker broker = new ScriptedBroker(answerInReverseAfterHundred)) {
            List<CompletableFuture<Exchange>> sends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sends.add(template.asyncSend(queue(broker.url()), withBody("event " + i)));
            }
            for (CompletableFuture<Exchange> each : sends) {
                assertThat(each.get(20, TimeUnit.SECONDS).getException()).isNull();
            }
        }
    }

    private Exchange withBody(Object body) {
        Exchange exchange = new org.apache.camel.support.DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    @Test
    void aLostConnectionFailsWhatIsUnderWay() throws Exception {
        ScriptedBroker.Script hangUpOnSecondSend = (frame, connection) -> {
            if (frame.startsWith("CONNECT")) {
                connection.say(CONNECTED);
            } else if (frame.endsWith("second")) {
                connection.hangUp();
            }
        };
        try (ScriptedBroker broker = new ScriptedBroker(hangUpOnSecondSend)) {
            var first = template.asyncSend(queue(broker.url()), withBody("first"));
            var second = template.asyncSend(queue(broker.url()), withBody("second"));
            for (var each : List.of(first, second)) {
                assertThat(each.get(10, TimeUnit.SECONDS).getException())
                        .isInstanceOf(StompException.class)
                        .hasMessageContaining(broker.url());
            }
        }
    }

    @Test
    void anErrorFrameFailsWhatIsUnderWayWithTheBrokersWords() throws Exception {
        ScriptedBroker.Script refuse = (frame, connection) -> {
            if (frame.startsWith("CONNECT")) {
                connection.say(CONNECTED);
            } else {
                connection.say("ERROR\nmessage:Bad destination\n\nno such exchange\n");
            }
        };
        try (ScriptedBroker broker = new ScriptedBroker(refuse)) {
            Exchange failed = send(queue(broker.url()), "event");
            assertThat(failed.getException())
                    .isInstanceOf(StompException.class)
                    .hasMessage("The broker at " + broker.url() + " refused: Bad destination: no such exchange");
        }
    }

    @Test
    void aMissingReceiptFailsTheSend() throws Exception {
        ScriptedBroker.Script silent = (frame, connection) -> {
            if (frame.startsWith("CONNECT")) {
                connection.say(CONNECTED);
            }
        };
        try (ScriptedBroker broker = new ScriptedBroker(silent)) {
            Exchange failed = send(queue(broker.url()) + "&requestTimeout=200ms", "event");
            assertThat(failed.getException())
                    .hasMessageContaining("Not confirmed within 200 ms")
                    .hasMessageContaining("it may have taken the message or not");
            assertThat(send(queue(broker.url()) + "&receipt=false", "event").getException())
                    .isNull();
        }
    }

    @Test
    void withoutABrokerASendFailsAndSaysThatNothingWasSent() throws Exception {
        String nowhere = "tcp://127.0.0.1:" + EmbeddedBroker.freePort();
        Exchange failed = send(queue(nowhere) + "&requestTimeout=500ms", "event");
        assertThat(failed.getException())
                .hasMessageContaining("Not confirmed within 500 ms")
                .hasMessageContaining("cannot be reached: Connection refused")
                .hasMessageContaining("nothing was sent");
    }

    @Test
    void aSendWaitsForABrokerThatIsComingUp() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.create()) {
            var sending = template.asyncSend(queue(broker.url()), withBody("early"));
            await().until(() -> camel.getComponent("stomp", StompComponent.class).connectionStates().stream()
                    .anyMatch(state -> state.lastError().isPresent()));
            broker.start();
            assertThat(sending.get(20, TimeUnit.SECONDS).getException()).isNull();
            await().untilAsserted(() -> assertThat(broker.messages("events")).isEqualTo(1));
        }
    }

    @Test
    void refusedCredentialsAreReportedAndTriedAgain() throws Exception {
        List<String> logins = new ArrayList<>();
        ScriptedBroker.Script refuseOnce = (frame, connection) -> {
            if (frame.startsWith("CONNECT")) {
                logins.add(ScriptedBroker.header(frame, "login") + "/" + ScriptedBroker.header(frame, "passcode"));
                connection.say(
                        logins.size() == 1
                                ? "ERROR\nmessage:Bad CONNECT\n\nAccess refused for user 'eve'\n"
                                : CONNECTED);
            } else {
                receipt(frame, connection);
            }
        };
        try (ScriptedBroker broker = new ScriptedBroker(refuseOnce)) {
            assertThat(send(queue(broker.url()) + "&login=eve&passcode=RAW(p+q)", "event")
                            .getException())
                    .isNull();
            assertThat(logins).containsExactly("eve/p+q", "eve/p+q");
            assertThat(camel.getComponent("stomp", StompComponent.class)
                            .connectionStates()
                            .get(0)
                            .lastError())
                    .contains("The broker at " + broker.url() + " refused: Bad CONNECT: Access refused for user 'eve'");
        }
    }

    @Test
    void whatFollowsASendMayBlockForAnother() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.started()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("stomp:/queue/start?brokerURL=" + broker.url())
                            .to(queue(broker.url()))
                            .process(exchange -> template.sendBody(queue(broker.url()), "again"));
                }
            });
            send("stomp:/queue/start?brokerURL=" + broker.url(), "go");
            await().untilAsserted(() -> assertThat(broker.messages("events")).isEqualTo(2));
        }
    }

    @Test
    void aSilentBrokerIsGivenUpWhenNoHeartBeatComes() throws Exception {
        ScriptedBroker.Script deaf = (frame, connection) -> {
            if (frame.startsWith("CONNECT")) {
                connection.say("CONNECTED\nversion:1.2\nheart-beat:100,100\n\n");
            }
        };
        try (ScriptedBroker broker = new ScriptedBroker(deaf)) {
            Exchange failed = send(queue(broker.url()) + "&heartbeat=100,100", "event");
            assertThat(failed.getException())
                    .hasMessage("The broker at " + broker.url() + " is silent: no heart-beat came");
        }
    }

    @Test
    void aPortThatDoesNotSpeakStompIsReported() throws Exception {
        try (ScriptedBroker broker =
                new ScriptedBroker((frame, connection) -> connection.say("HTTP/1.1 400 Bad Request\n\n"))) {
            Exchange failed = send(queue(broker.url()) + "&requestTimeout=500ms", "event");
            assertThat(failed.getException()).hasMessageContaining("sent what is no STOMP frame");
        }
    }
}
