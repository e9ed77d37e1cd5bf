package org.sluice.it.benchmark;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.stomp.DefaultStompFrame;
import io.netty.handler.codec.stomp.StompCommand;
import io.netty.handler.codec.stomp.StompFrame;
import io.netty.handler.codec.stomp.StompHeaders;
import io.netty.handler.codec.stomp.StompSubframeAggregator;
import io.netty.handler.codec.stomp.StompSubframeDecoder;
import io.netty.handler.codec.stomp.StompSubframeEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The same as {@link BareDrain} over STOMP, by Netty's STOMP codec: Spring's client waits for each frame that it sends, which
 * takes longer than the rows do. Acknowledged is either each message, as the engine's STOMP source does ({@code
 * client-individual}), or all up to the last of a commit ({@code client}).
 */
// A frame that cannot be sent ends the connection, and that the program.
@SuppressWarnings("FutureReturnValueIgnored")
final class BareStompDrain {
    private static final String CUMULATIVE = "client";
    private static final int LONGEST_BODY = 1024 * 1024;

    private BareStompDrain() {}

    /** @param arguments port and queue of the broker, URL of the database, number of transformations, mode of acknowledgement */
    public static void main(String[] arguments) throws Exception {
        BlockingQueue<String> deliveries = new ArrayBlockingQueue<>(BareDrain.PREFETCH);
        String mode = arguments[4];
        NioEventLoopGroup loop = new NioEventLoopGroup(1);
        try (BareWriter writer = new BareWriter(arguments[2], Integer.parseInt(arguments[3]))) {
            Channel channel = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel socket) {
                            socket.pipeline()
                                    .addLast(new StompSubframeDecoder())
                                    .addLast(new StompSubframeAggregator(LONGEST_BODY))
                                    .addLast(new StompSubframeEncoder())
                                    .addLast(new Receiver(arguments[1], mode, deliveries));
                        }
                    })
                    .connect("127.0.0.1", Integer.parseInt(arguments[0]))
                    .sync()
                    .channel();
            BareDrain.drain(deliveries, writer, batch -> acknowledge(channel, mode, batch));
        } finally {
            loop.shutdownGracefully();
        }
    }

    private static void acknowledge(Channel channel, String mode, List<String> batch) {
        int from = mode.equals(CUMULATIVE) ? batch.size() - 1 : 0;
        // One hand-over to the thread of the socket and one flush for all.
        channel.eventLoop().execute(() -> {
            batch.subList(from, batch.size())
                    .forEach(id -> channel.write(frame(StompCommand.ACK, List.of(StompHeaders.ID.toString(), id))));
            channel.flush();
        });
    }

    private static StompFrame frame(StompCommand command, List<String> headers) {
        StompFrame frame = new DefaultStompFrame(command);
        for (int i = 0; i < headers.size(); i += 2) {
            frame.headers().set(headers.get(i), headers.get(i + 1));
        }
        return frame;
    }

    /** Logs in, subscribes, and keeps the ids by which messages are acknowledged; ends the program where something fails. */
    private static final class Receiver extends SimpleChannelInboundHandler<StompFrame> {
        private final String queue;
        private final String mode;
        private final BlockingQueue<String> deliveries;

        Receiver(String queue, String mode, BlockingQueue<String> deliveries) {
            this.queue = queue;
            this.mode = mode;
            this.deliveries = deliveries;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(frame(
                    StompCommand.CONNECT,
                    List.of("accept-version", "1.2", "host", "/", "login", "guest", "passcode", "guest")));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, StompFrame frame) {
            switch (frame.command()) {
                case CONNECTED ->
                    context.writeAndFlush(frame(
                            StompCommand.SUBSCRIBE,
                            List.of(
                                    "id",
                                    "0",
                                    "destination",
                                    "/amq/queue/" + queue,
                                    "ack",
                                    mode,
                                    "prefetch-count",
                                    Integer.toString(BareDrain.PREFETCH))));
                case MESSAGE -> deliveries.add(frame.headers().getAsString(StompHeaders.ACK));
                default ->
                    throw new IllegalStateException(
                            frame.headers() + frame.content().toString(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            exceptionCaught(context, new IllegalStateException("the broker closed the connection"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            cause.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
