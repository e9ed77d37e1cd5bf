package org.sluice.routes.stomp;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.stomp.DefaultStompFrame;
import io.netty.handler.codec.stomp.StompCommand;
import io.netty.handler.codec.stomp.StompFrame;
import io.netty.handler.codec.stomp.StompHeaders;
import java.util.LinkedHashMap;
import java.util.Map;

/** Frames from and to plain maps. Bodies are unpooled heap buffers, so nobody has to release them. */
final class Frames {

    private static final byte[] NO_BODY = {};

    private Frames() {}

    static StompFrame frame(StompCommand command, Map<String, String> headers) {
        return frame(command, headers, NO_BODY);
    }

    static StompFrame frame(StompCommand command, Map<String, String> headers, byte[] body) {
        StompFrame frame = new DefaultStompFrame(command, Unpooled.wrappedBuffer(body));
        headers.forEach(frame.headers()::add);
        return frame;
    }

    static StompFrame send(Map<String, String> headers, byte[] body) {
        StompFrame frame = frame(StompCommand.SEND, headers, body);
        // Without it the broker would end the body at its first NUL.
        frame.headers().set(StompHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        return frame;
    }

    /** The headers of a frame. Of a header that is repeated the first counts, as STOMP 1.2 demands. */
    static Map<String, String> headers(StompFrame frame) {
        Map<String, String> headers = new LinkedHashMap<>();
        frame.headers()
                .forEach(entry -> headers.putIfAbsent(
                        entry.getKey().toString(), entry.getValue().toString()));
        return headers;
    }
}
