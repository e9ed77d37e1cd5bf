package org.sluice.routes.pipeline;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.sluice.routes.mq.MqSender;

/** A sender whose answers the test decides. */
record Sending(Supplier<CompletableFuture<Void>> answer) implements MqSender {
    @Override
    public CompletableFuture<Void> ready() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> send(byte[] body, Map<String, String> headers) {
        return answer.get();
    }

    @Override
    public void close() {}
}
