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

    private Delivery delivery(String id) {
        return new Delivery(session, Map.of("ack", id), new byte[0]);
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
    void acknowledgementsThatComeSoonAfterEachOtherGoTogether() {
        assertThat(session.acknowledgeSoon(delivery("1"), true)).isTrue();
        session.acknowledgeSoon(delivery("2"), true);
        channel.runPendingTasks();
        assertThat(written()).as("more may come").isEmpty();
        session.acknowledgeSoon(delivery("3"), true);
        channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK 1", "ACK 2", "ACK 3");
        assertThat(flushes.count).isEqualTo(1);
        session.acknowledgeSoon(delivery("4"), true);
        channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK 4");
    }

    @Test
    void theLastOneThatIsOpenDoesNotWaitForOthers() {
        session.acknowledgeSoon(delivery("1"), true);
        session.acknowledgeSoon(delivery("2"), false);
        channel.runPendingTasks();
        assertThat(written()).containsExactly("ACK 1", "ACK 2");
        assertThat(flushes.count).isEqualTo(1);
    }

    @Test
    void whatWasAcknowledgedGoesBeforeTheEnd() {
        session.acknowledgeSoon(delivery("1"), true);
        session.disconnect(Duration.ofSeconds(1));
        assertThat(written()).containsExactly("ACK 1", "DISCONNECT null");
    }

    @Test
    void aSessionThatHasEndedTakesNoAcknowledgement() {
        channel.close();
        assertThat(session.acknowledgeSoon(delivery("1"), true)).isFalse();
    }
}
