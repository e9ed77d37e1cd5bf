package org.sluice.routes.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.stomp.DefaultStompFrame;
import io.netty.handler.codec.stomp.StompCommand;
import io.netty.handler.codec.stomp.StompFrame;
import io.netty.handler.codec.stomp.StompHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.routes.stomp.StompSession.Listener;

/** What a session writes, and in how many packets, as far as it can tell: a flush is one. */
class StompSessionTest {
    private static final int MANY = 100;
    private static final BrokerAddress BROKER = new BrokerAddress(false, "127.0.0.1", 61613);

    private final Flushes flushes = new Flushes();
    private final StompSession session = new StompSession(BROKER, settings(), new Silent());
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private final List<StompMessage> received = new ArrayList<>();
    private long deliveries;

    private static final class Flushes extends ChannelOutboundHandlerAdapter {
        private int count;

        @Override
        public void flush(ChannelHandlerContext context) {
            count++;
            context.flush();
        }
    }

    private static final class Silent implements Listener {
        @Override
        public void connected(StompSession session) {}

        @Override
        public void message(Delivery delivery) {}

        @Override
        public void oversized(StompSession session, FrameAggregator.Oversized frame) {}

        @Override
        public void closed(StompSession session, StompException reason) {}
    }

    private static ConnectionSettings settings() {
        return new ConnectionSettings(
                List.of(BROKER),
                Map.of(),
                HeartBeat.parse("0,0"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1024,
                Optional.empty());
    }

    @BeforeEach
    void connect() {
        channel.freezeTime();
        channel.pipeline().addLast(flushes).addLast(session);
        StompFrame connected = new DefaultStompFrame(StompCommand.CONNECTED);
        connected.headers().set(StompHeaders.VERSION, "1.2").set(StompHeaders.SERVER, "RabbitMQ/3.10.8");
        channel.writeInbound(connected);
        flushes.count = 0;
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** A subscription with so many messages that acknowledgements wait for each other. */
    private List<StompMessage> delivered(Incarnation incarnation) {
        received.clear();
        for (int i = 0; i < MANY; i++) {
            incarnation.message(new Delivery(session, ++deliveries, Map.of("ack", "" + deliveries), new byte[0]));
        }
        return List.copyOf(received);
    }

    private Incarnation subscription(String id) {
        return new Incarnation(id, received::add, session);
    }

    private List<String> written() {
        List<String> frames = new ArrayList<>();
        for (StompFrame frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            frames.add(frame.command() + " " + frame.headers().getAsString(StompHeaders.ID));
            frame.release();
        }
        return frames;
    }

    @Test
    void acknowledgementsGoTogetherAndInTheOrderOfTheMessages() {
        List<StompMessage> messages = delivered(subscription("a"));
        assertThat(messages.get(2).acknowledgeSoon()).isTrue();
        messages.get(1).acknowledgeSoon();
        channel.runPendingTasks();
        assertThat(written()).as("the first is open").isEmpty();
        messages.get(0).acknowledgeSoon();
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK 1", "ACK 2", "ACK 3");
        assertThat(flushes.count).isEqualTo(1);
    }

    @Test
    void oneThatStaysOpenHoldsUpTheOthersForAMomentOnly() {
        List<StompMessage> messages = delivered(subscription("a"));
        messages.get(1).acknowledgeSoon();
        messages.get(2).acknowledgeSoon();
        channel.runPendingTasks();
        assertThat(written()).isEmpty();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK 2", "ACK 3");
    }

    @Test
    void anotherSubscriptionHoldsUpNothing() {
        delivered(subscription("a"));
        List<StompMessage> messages = delivered(subscription("b"));
        messages.get(0).acknowledgeSoon();
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK " + (MANY + 1));
    }

    @Test
    void oneThatWasAnsweredHoldsUpNothing() {
        List<StompMessage> messages = delivered(subscription("a"));
        messages.get(0).acknowledge();
        messages.get(1).giveBack(Duration.ZERO);
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK 1", "NACK 2");
        messages.get(2).acknowledgeSoon();
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK 3");
    }

    @Test
    void whatWasAcknowledgedGoesBeforeTheEndOfTheSubscription() {
        Incarnation incarnation = subscription("a");
        List<StompMessage> messages = delivered(incarnation);
        messages.get(1).acknowledgeSoon();
        assertThat(incarnation.end()).isEqualTo(MANY - 1);
        assertThat(messages.get(0).acknowledgeSoon()).as("after the end").isFalse();
        incarnation.sendLastAcknowledgements();
        assertThat(written()).containsExactly("ACK 2");
    }

    @Test
    void whatWasAcknowledgedGoesBeforeTheEndOfTheSession() {
        delivered(subscription("a")).get(1).acknowledgeSoon();
        delivered(subscription("b")).get(1).acknowledgeSoon();
        session.disconnect(Duration.ofSeconds(1));
        assertThat(written()).containsExactly("ACK 2", "ACK " + (MANY + 2), "DISCONNECT null");
    }

    @Test
    void aSessionThatHasEndedTakesNoAcknowledgement() {
        List<StompMessage> messages = delivered(subscription("a"));
        channel.close();
        assertThat(messages.get(0).acknowledgeSoon()).isFalse();
        assertThat(messages.get(1).acknowledge()).isFalse();
    }
}
