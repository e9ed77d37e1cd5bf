package org.sluice.routes.stomp;

import io.netty.handler.codec.stomp.StompFrame;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Sends messages; the exchange completes with the broker's receipt. Many sends may be under way at once. */
final class StompProducer extends DefaultAsyncProducer {

    private static final byte[] NO_BODY = {};

    private @Nullable ConnectionSettings settings;
    private volatile @Nullable StompConnection connection;

    StompProducer(StompEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public StompEndpoint getEndpoint() {
        return (StompEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ConnectionSettings current = getEndpoint().settings();
        settings = current;
        connection = getEndpoint().getComponent().borrow(current, new StompPublisher.SendsOnly());
    }

    @Override
    protected void doStop() throws Exception {
        ConnectionSettings borrowed = settings;
        connection = null;
        settings = null;
        if (borrowed != null) {
            getEndpoint().getComponent().giveBack(borrowed);
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        StompConnection current = connection;
        if (current == null) {
            exchange.setException(
                    new IllegalStateException("The producer to " + getEndpoint().getDestination() + " is stopped"));
            callback.done(true);
            return true;
        }
        StompConfiguration options = getEndpoint().getConfiguration();
        StompFrame frame;
        try {
            frame = frame(exchange.getMessage());
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        // The rest of the route may block; on the event loop it would hold up receipts, its own among them.
        var unused = current.send(frame, options.isReceipt(), options.getRequestTimeout())
                .whenCompleteAsync(
                        (ok, failure) -> {
                            if (failure != null) {
                                exchange.setException(failure);
                            }
                            callback.done(false);
                        },
                        getEndpoint().getComponent().callbacks());
        return false;
    }

    private StompFrame frame(Message message) throws Exception {
        StompConfiguration options = getEndpoint().getConfiguration();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("destination", getEndpoint().getDestination());
        headers.putAll(HeaderMapping.write(message, getEndpoint().getHeaderFilterStrategy()));
        if (options.isPersistent()) {
            headers.put("persistent", "true");
        }
        headers.putAll(options.sendHeaders());
        byte[] body = message.getBody() == null ? NO_BODY : message.getMandatoryBody(byte[].class);
        return Frames.send(headers, body);
    }
}
