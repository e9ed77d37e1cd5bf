package org.sluice.routes.stomp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.stomp.StompSubframeDecoder;
import io.netty.handler.codec.stomp.StompSubframeEncoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.sluice.routes.tls.TlsContext;

/** The sockets of one component: its event loops, and how a channel is set up. Thread-safe. */
// The future handed out carries every failure; the intermediate ones are of no interest.
@SuppressWarnings("FutureReturnValueIgnored")
final class Transport {

    // Chunks as large as a read of Netty; lines long enough for any header that a broker would accept.
    private static final int CHUNK = 65536;
    private static final int LONGEST_LINE = 65536;
    private static final int FLUSH_AFTER = 256;

    private final EventLoopGroup loops;
    private final Executor blocking;

    /**
     * Starts no thread before the first connection.
     *
     * @param blocking runs what may block: name look-ups, and what follows a receipt
     */
    Transport(int threads, Executor blocking) {
        this.loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("stomp-io", true));
        this.blocking = blocking;
    }

    EventLoop nextLoop() {
        return loops.next();
    }

    Executor blocking() {
        return blocking;
    }

    /** Connects on the given loop; completes there, exceptionally with what Netty or the name look-up says. */
    CompletableFuture<Void> connect(
            EventLoop loop, ConnectionSettings settings, BrokerAddress broker, StompSession session) {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        // Netty's own resolver would look the name up on the event loop and hold up every other connection there.
        CompletableFuture.supplyAsync(() -> prepare(settings, broker), blocking)
                .thenAcceptAsync(
                        peer -> open(loop, settings, peer, session).addListener(opening -> {
                            if (opening.isSuccess()) {
                                connected.complete(null);
                            } else {
                                connected.completeExceptionally(opening.cause());
                            }
                        }),
                        loop)
                .whenComplete((ok, failure) -> {
                    if (failure != null) {
                        connected.completeExceptionally(failure);
                    }
                });
        return connected;
    }

    /** Whom to connect to; encrypted where there is an engine. */
    private record Peer(InetSocketAddress address, Optional<SslHandler> tls) {}

    private static Peer prepare(ConnectionSettings settings, BrokerAddress broker) {
        try {
            Optional<SslHandler> tls = broker.tls() ? Optional.of(tls(settings, broker)) : Optional.empty();
            return new Peer(new InetSocketAddress(broker.host(), broker.port()), tls);
        } catch (IOException | GeneralSecurityException e) {
            throw new CompletionException(e);
        }
    }

    private static ChannelFuture open(EventLoop loop, ConnectionSettings settings, Peer peer, StompSession session) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        peer.tls().ifPresent(channel.pipeline()::addLast);
                        channel.pipeline()
                                .addLast(new FlushConsolidationHandler(FLUSH_AFTER, true))
                                .addLast(new StompSubframeDecoder(LONGEST_LINE, CHUNK))
                                .addLast(new StompSubframeEncoder())
                                .addLast(new FrameAggregator(settings.maxFrameSize()))
                                .addLast(session);
                    }
                })
                .connect(peer.address());
    }

    private static SslHandler tls(ConnectionSettings settings, BrokerAddress broker)
            throws IOException, GeneralSecurityException {
        TlsContext tls = settings.tls().isPresent()
                ? settings.tls().get().context()
                : new TlsContext(SSLContext.getDefault(), Optional.empty());
        SslHandler handler = new SslHandler(tls.engine(broker.host(), broker.port()));
        handler.setHandshakeTimeoutMillis(settings.connectTimeout().toMillis());
        return handler;
    }

    /** Ends the event loops; to be called when all connections are closed. */
    void shutDown(Duration patience) {
        loops.shutdownGracefully(0, patience.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(patience.toMillis() + 1000);
    }
}
