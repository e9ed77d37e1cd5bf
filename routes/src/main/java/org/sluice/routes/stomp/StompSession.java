package org.sluice.routes.stomp;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.stomp.StompCommand;
import io.netty.handler.codec.stomp.StompFrame;
import io.netty.handler.codec.stomp.StompHeaders;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.routes.exchange.Acknowledgements;

/**
 * STOMP on one TCP connection, from CONNECT to the end of the socket. Used on its event loop only, except for
 * {@link #acknowledge(Delivery)} and {@link #reject}, {@link #isOpen()} and the reading switches, which any
 * thread may call.
 */
// Netty reports what fails to the pipeline as well, where channelInactive looks after everything outstanding.
@SuppressWarnings("FutureReturnValueIgnored")
final class StompSession extends ChannelInboundHandlerAdapter {

    /** Told of what happens on a session; always on the event loop. */
    interface Listener {
        void connected(StompSession session);

        void message(Delivery delivery);

        void oversized(StompSession session, FrameAggregator.Oversized frame);

        /** The last call for a session. */
        void closed(StompSession session, StompException reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(StompSession.class);
    private static final byte[] LINE_FEED = {'\n'};
    private static final String MESSAGE_ID = "message-id";

    private final BrokerAddress broker;
    private final ConnectionSettings settings;
    private final Listener listener;
    private final Map<String, CompletableFuture<Void>> receipts = new HashMap<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final List<Acknowledgements<Delivery>> acknowledgements = new ArrayList<>();

    private volatile @Nullable Channel channel;
    private volatile boolean open;
    private volatile boolean acknowledgesById;
    private volatile boolean brokerRequeuesOnNack;
    private volatile boolean readingPaused;
    private @Nullable StompException reason;
    private long lastReceipt;
    private long lastDelivery;

    StompSession(BrokerAddress broker, ConnectionSettings settings, Listener listener) {
        this.broker = broker;
        this.settings = settings;
        this.listener = listener;
    }

    BrokerAddress broker() {
        return broker;
    }

    /** Whether the broker accepted us and the connection stands. */
    boolean isOpen() {
        return open;
    }

    /** Whether a NACK makes the broker deliver the message again. Known of RabbitMQ only. */
    boolean brokerRequeuesOnNack() {
        return brokerRequeuesOnNack;
    }

    EventLoop loop() {
        return channel().eventLoop();
    }

    private Channel channel() {
        Channel current = channel;
        if (current == null) {
            throw new IllegalStateException("The session has no channel yet");
        }
        return current;
    }

    // -- sending

    void send(StompFrame frame) {
        // The void promise saves an object a frame; a failing write closes the channel, which is where we look.
        channel().writeAndFlush(frame, channel().voidPromise());
    }

    /** Sends a frame; completes when it has been written to the socket. */
    CompletableFuture<Void> sendWritten(StompFrame frame) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        channel().writeAndFlush(frame).addListener(write -> {
            if (write.isSuccess()) {
                written.complete(null);
            } else {
                written.completeExceptionally(failure(write.cause()));
            }
        });
        return written;
    }

    /** Sends a frame and asks for its receipt; fails with a {@link StompException} if the session ends without it. */
    CompletableFuture<Void> sendReceipted(StompFrame frame) {
        String id = "sluice-" + ++lastReceipt;
        CompletableFuture<Void> received = new CompletableFuture<>();
        receipts.put(id, received);
        // Whoever gives up waiting completes the future, and the entry goes with it.
        received.whenComplete((ok, failure) -> {
            if (failure != null && loop().inEventLoop()) {
                receipts.remove(id);
            }
        });
        frame.headers().set(StompHeaders.RECEIPT, id);
        send(frame);
        return received;
    }

    /** Sends ACK; false if the session has ended, so that the broker delivers the message again. */
    boolean acknowledge(Delivery delivery) {
        return answer(StompCommand.ACK, delivery, Map.of());
    }

    /** Puts the acknowledgements of a subscription in order, until {@link #forget}. On the event loop. */
    Acknowledgements<Delivery> acknowledgements() {
        Acknowledgements<Delivery> ordered = new Acknowledgements<>(this::acknowledge, this::later);
        acknowledgements.add(ordered);
        return ordered;
    }

    /** The subscription has ended, and nothing more of it is to be acknowledged. On the event loop. */
    void forget(Acknowledgements<Delivery> ordered) {
        acknowledgements.remove(ordered);
    }

    private void acknowledge(List<Delivery> together, List<Delivery> singly) {
        if (!open) {
            return;
        }
        together.forEach(this::writeAcknowledgement);
        singly.forEach(this::writeAcknowledgement);
        channel().flush();
    }

    private void writeAcknowledgement(Delivery delivery) {
        channel()
                .write(
                        answerFrame(StompCommand.ACK, delivery, Map.of()),
                        channel().voidPromise());
    }

    private void later(Runnable task, Duration delay) {
        try {
            loop().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            LOG.debug(
                    "The loop has ended, and the session with it; the broker delivers again what was not acknowledged.",
                    ended);
        }
    }

    /** Sends NACK with further headers; false if the session has ended. */
    boolean reject(Delivery delivery, Map<String, String> headers) {
        return answer(StompCommand.NACK, delivery, headers);
    }

    /** As {@link #reject} after a while; without effect if the session ends before, for then the broker delivers again. */
    void rejectLater(Delivery delivery, Duration delay) {
        loop().schedule(() -> reject(delivery, Map.of()), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean answer(StompCommand command, Delivery delivery, Map<String, String> more) {
        if (!open) {
            return false;
        }
        send(answerFrame(command, delivery, more));
        return true;
    }

    private StompFrame answerFrame(StompCommand command, Delivery delivery, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        if (acknowledgesById) {
            headers.put("id", delivery.headers().getOrDefault("ack", ""));
        } else {
            headers.put(MESSAGE_ID, delivery.headers().getOrDefault(MESSAGE_ID, ""));
            headers.put("subscription", delivery.headers().getOrDefault("subscription", ""));
        }
        return Frames.frame(command, headers);
    }

    /** Stops reading from the socket until {@link #resumeReading()}: the broker's sending then stalls. */
    void pauseReading() {
        readingPaused = true;
        channel().config().setAutoRead(false);
    }

    void resumeReading() {
        readingPaused = false;
        channel().config().setAutoRead(true);
    }

    boolean isReadingPaused() {
        return readingPaused;
    }

    // -- ending

    /** Sends DISCONNECT, so that all that was sent before has been taken, and closes once its receipt is there. */
    CompletableFuture<Void> disconnect(Duration patience) {
        if (!open) {
            close(new StompException("The connection to " + broker + " was closed before it stood"));
            return gone;
        }
        resumeReading();
        acknowledgements.forEach(Acknowledgements::sendAll);
        StompException closing = new StompException("The connection to " + broker + " was closed by us");
        sendReceipted(Frames.frame(StompCommand.DISCONNECT, Map.of())).whenComplete((ok, failure) -> close(closing));
        loop().schedule(() -> close(closing), patience.toMillis(), TimeUnit.MILLISECONDS);
        return gone;
    }

    /** Closes at once, for this reason unless there is one already. */
    void close(StompException why) {
        if (reason == null) {
            reason = why;
        }
        if (channel != null) {
            channel.close();
        }
    }

    /** Completes when the socket is closed and all outstanding sends have failed. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    // -- what Netty tells

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        send(Frames.frame(StompCommand.CONNECT, settings.connectHeaders()));
        Duration patience = settings.connectTimeout();
        ctx.executor()
                .schedule(
                        () -> {
                            if (!open) {
                                close(new StompException("The broker at " + broker + " did not answer CONNECT within "
                                        + patience.toMillis() + " ms; is it a STOMP port?"));
                            }
                        },
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        try {
            if (read instanceof StompFrame frame) {
                frameRead(frame);
            } else if (read instanceof FrameAggregator.Oversized oversized) {
                listener.oversized(this, oversized);
            }
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    private void frameRead(StompFrame frame) {
        if (frame.decoderResult().isFailure()) {
            Throwable cause = frame.decoderResult().cause();
            close(new StompException(
                    "The broker at " + broker + " sent what is no STOMP frame: " + cause.getMessage(), cause));
            return;
        }
        switch (frame.command()) {
            case CONNECTED -> connected(Frames.headers(frame));
            case MESSAGE ->
                listener.message(new Delivery(
                        this, ++lastDelivery, Frames.headers(frame), ByteBufUtil.getBytes(frame.content())));
            case RECEIPT -> received(Frames.headers(frame).getOrDefault("receipt-id", ""));
            case ERROR -> refused(Frames.headers(frame), frame.content().toString(StandardCharsets.UTF_8));
            default ->
                close(new StompException(
                        "The broker at " + broker + " sent " + frame.command() + ", which only clients send"));
        }
    }

    private void connected(Map<String, String> headers) {
        String version = headers.getOrDefault("version", "1.0");
        if (!version.equals("1.1") && !version.equals("1.2")) {
            close(new StompException("The broker at " + broker + " speaks only STOMP " + version
                    + "; 1.1 or 1.2 is needed for acknowledgements"));
            return;
        }
        acknowledgesById = version.equals("1.2");
        brokerRequeuesOnNack = headers.getOrDefault("server", "").startsWith("RabbitMQ");
        beat(HeartBeat.parse(headers.getOrDefault("heart-beat", "0,0")));
        open = true;
        listener.connected(this);
    }

    private void beat(HeartBeat brokers) {
        long send = settings.heartBeat().sendEvery(brokers).toMillis();
        long receive = settings.heartBeat().receiveEvery(brokers).toMillis();
        // We beat early and wait twice as long as agreed: the specification asks for a margin, and a pause of garbage
        // collection is no dead peer.
        channel().pipeline().addFirst(new IdleStateHandler(receive * 2, send / 2, 0, TimeUnit.MILLISECONDS));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            close(failure(new SSLException("no handshake", handshake.cause())));
        }
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.WRITER_IDLE) {
                ctx.writeAndFlush(Unpooled.wrappedBuffer(LINE_FEED), ctx.voidPromise());
            } else if (!readingPaused) {
                close(new StompException("The broker at " + broker + " is silent: no heart-beat came"));
            }
        }
    }

    private void received(String id) {
        CompletableFuture<Void> receipt = receipts.remove(id);
        if (receipt != null) {
            receipt.complete(null);
        }
    }

    private void refused(Map<String, String> headers, String body) {
        StompException refusal =
                StompException.refusal("The broker at " + broker + " refused: " + errorText(headers, body));
        Optional.ofNullable(headers.get("receipt-id"))
                .map(receipts::remove)
                .ifPresent(receipt -> receipt.completeExceptionally(refusal));
        // The specification has the broker close after an ERROR; not all do.
        close(refusal);
    }

    private static String errorText(Map<String, String> headers, String body) {
        String summary = headers.getOrDefault("message", "").strip();
        String detail = body.strip().replaceAll("\\s+", " ");
        if (summary.isEmpty()) {
            return detail.isEmpty() ? "it gave no reason" : detail;
        }
        return detail.isEmpty() || summary.contains(detail) ? summary : summary + ": " + detail;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(failure(cause));
    }

    private StompException failure(@Nullable Throwable cause) {
        if (cause == null) {
            return new StompException("The connection to " + broker + " failed");
        }
        return new StompException("The connection to " + broker + " failed: " + Causes.sentence(cause), cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        open = false;
        StompException why =
                reason != null ? reason : new StompException("The broker at " + broker + " closed the connection");
        List<CompletableFuture<Void>> outstanding = new ArrayList<>(receipts.values());
        receipts.clear();
        outstanding.forEach(receipt -> receipt.completeExceptionally(why));
        listener.closed(this, why);
        gone.complete(null);
    }
}
