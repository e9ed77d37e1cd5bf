package org.sluice.routes.stomp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** The end of a route that keeps its exchanges, as a batching processor does, until it is told to complete them. */
final class HeldExchanges extends AsyncProcessorSupport {

    private record Held(Exchange exchange, AsyncCallback callback) {}

    private final List<Held> held = new ArrayList<>();
    private int taken;

    @Override
    public synchronized boolean process(Exchange exchange, AsyncCallback callback) {
        held.add(new Held(exchange, callback));
        taken++;
        return false;
    }

    synchronized int count() {
        return held.size();
    }

    synchronized int taken() {
        return taken;
    }

    synchronized List<String> bodies() {
        return held.stream()
                .map(h -> new String(h.exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8))
                .toList();
    }

    /** Completes all that are held, on the calling thread. */
    void completeAll() {
        for (Held each : takeAll()) {
            each.callback.done(false);
        }
    }

    void failAll(Exception failure) {
        for (Held each : takeAll()) {
            each.exchange.setException(failure);
            each.callback.done(false);
        }
    }

    private synchronized List<Held> takeAll() {
        List<Held> all = new ArrayList<>(held);
        held.clear();
        return all;
    }
}
