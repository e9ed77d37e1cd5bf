package org.sluice.routes.stomp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.stomp.StompCommand;
import io.netty.handler.codec.stomp.StompFrame;
import io.netty.handler.codec.stomp.StompHeadersSubframe;
import io.netty.handler.codec.stomp.StompSubframeAggregator;

/**
 * Puts frames together. A frame whose body is too large is announced as {@link Oversized} and its body skipped, so that one
 * such message does not end the connection, and with it, after each redelivery, the consumption of its queue.
 */
final class FrameAggregator extends StompSubframeAggregator {

    /** A frame that came without its body, because that is larger than the limit. */
    record Oversized(StompCommand command, String contentLength, String destination) {}

    FrameAggregator(int maxFrameSize) {
        super(maxFrameSize);
    }

    @Override
    protected StompFrame beginAggregation(StompHeadersSubframe start, ByteBuf content) throws Exception {
        StompFrame frame = super.beginAggregation(start, content);
        // Netty drops it, and a frame that could not be read would pass for an empty one.
        frame.setDecoderResult(start.decoderResult());
        return frame;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, StompHeadersSubframe frame) {
        ctx.fireChannelRead(
                new Oversized(frame.command(), header(frame, "content-length"), header(frame, "destination")));
    }

    private static String header(StompHeadersSubframe frame, String name) {
        String value = frame.headers().getAsString(name);
        return value == null ? "unknown" : value;
    }
}
