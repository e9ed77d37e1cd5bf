package org.sluice.routes.stomp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Camel message headers from and to STOMP headers. */
final class HeaderMapping {

    /**
     * Headers that speak of one delivery or one frame. A route that forwards a message carries them along; sent again they
     * would redirect the message or confuse the broker.
     */
    private static final Set<String> OF_THE_FRAME = Set.of(
            "destination",
            "content-length",
            "message-id",
            "subscription",
            "ack",
            "receipt",
            "receipt-id",
            "transaction",
            "redelivered",
            "id");

    private static final String CONTENT_TYPE = "content-type";

    private HeaderMapping() {}

    /** All but those that speak of one delivery or one frame. */
    static Map<String, String> withoutTheFrames(Map<String, String> headers) {
        Map<String, String> others = new LinkedHashMap<>(headers);
        others.keySet().removeIf(name -> OF_THE_FRAME.contains(name.toLowerCase(Locale.ROOT)));
        return others;
    }

    /** Puts the headers of a delivery onto a message, those that the strategy lets in. */
    static void read(Map<String, String> stomp, Message message, HeaderFilterStrategy strategy) {
        Exchange exchange = message.getExchange();
        stomp.forEach((name, value) -> {
            if (!strategy.applyFilterToExternalHeaders(name, value, exchange)) {
                message.setHeader(name, value);
            }
        });
    }

    /** The headers of a SEND frame for a message: those that the strategy lets out, and whose value is not null. */
    static Map<String, String> write(Message message, HeaderFilterStrategy strategy) {
        Exchange exchange = message.getExchange();
        Map<String, String> stomp = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (value != null
                    && !OF_THE_FRAME.contains(lower)
                    && !strategy.applyFilterToCamelHeaders(name, value, exchange)) {
                stomp.put(lower.equals(CONTENT_TYPE) ? CONTENT_TYPE : name, value.toString());
            }
        });
        return stomp;
    }
}
