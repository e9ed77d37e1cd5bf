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
    private static final BrokerAddress BROKER = new BrokerAddress(false, "127.0.0.1", 61613);

    private final Flushes flushes = new Flushes();
    private final StompSession session = new StompSession(BROKER, settings(), new Silent());
    private final EmbeddedChannel channel = new EmbeddedChannel();

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
        connected.headers().set(StompHeaders.VERSION, "1.2");
        channel.writeInbound(connected);
        flushes.count = 0;
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private Delivery delivered(int number) {
        Delivery delivery = new Delivery(
                session,
                number,
                Map.of("ack", "" + number, "subscription", number % 2 == 0 ? "even" : "odd"),
                new byte[0]);
        session.keepInOrder(delivery);
        return delivery;
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
        Delivery first = delivered(1);
        Delivery second = delivered(2);
        Delivery third = delivered(3);
        assertThat(session.acknowledgeSoon(third)).isTrue();
        session.acknowledgeSoon(second);
        channel.runPendingTasks();
        assertThat(written()).as("the first is open").isEmpty();
        session.acknowledgeSoon(first);
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK 1", "ACK 2", "ACK 3");
        assertThat(flushes.count).isEqualTo(1);
    }

    @Test
    void oneThatStaysOpenHoldsUpTheOthersForAMomentOnly() {
        delivered(1);
        session.acknowledgeSoon(delivered(2));
        session.acknowledgeSoon(delivered(3));
        channel.runPendingTasks();
        assertThat(written()).isEmpty();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK 2", "ACK 3");
    }

    @Test
    void oneThatWasAnsweredHoldsUpNothing() {
        Delivery first = delivered(1);
        Delivery second = delivered(2);
        Delivery third = delivered(3);
        session.acknowledgeSoon(third);
        session.reject(first, Map.of());
        session.acknowledge(second);
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runPendingTasks();
        assertThat(written()).containsExactly("NACK 1", "ACK 2", "ACK 3");
    }

    @Test
    void thoseOfAnEndedSubscriptionHoldUpNothing() {
        delivered(1);
        session.acknowledgeSoon(delivered(2));
        session.abandon("odd");
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK 2");
    }

    @Test
    void whatWasAcknowledgedGoesBeforeTheEnd() {
        delivered(1);
        session.acknowledgeSoon(delivered(2));
        session.disconnect(Duration.ofSeconds(1));
        assertThat(written()).containsExactly("ACK 2", "DISCONNECT null");
    }

    @Test
    void aSessionThatHasEndedTakesNoAcknowledgement() {
        Delivery first = delivered(1);
        channel.close();
        assertThat(session.acknowledgeSoon(first)).isFalse();
    }
}
