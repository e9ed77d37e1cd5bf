package org.sluice.routes.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SluiceComponentTest {

    @Test
    void anExchangeCompletesWhenItsEventsAreCommitted() throws Exception {
        try (Bench bench = new Bench(10, 1, 10);
                CamelContext context = context(bench);
                ProducerTemplate template = context.createProducerTemplate()) {
            CompletableFuture<Exchange> done =
                    template.asyncSend("sluice:events?source=my::Queues::q", exchange -> exchange.getMessage()
                            .setBody("gamma-γ bad"));
            assertThat(done).isNotDone();
            bench.start();
            assertThat(done.get().getException()).isNull();
            assertThat(bench.committed()).containsExactly("gamma-γ");
            assertThat(bench.letters).singleElement().satisfies(headers -> assertThat(headers)
                    .containsEntry("sluice-source", "my::Queues::q"));
        }
    }

    @Test
    void anExchangeFailsWhenItsMessageHasToBeDeliveredAgain() throws Exception {
        try (Bench bench = new Bench(10, 1, 10);
                CamelContext context = context(bench);
                ProducerTemplate template = context.createProducerTemplate()) {
            CompletableFuture<Exchange> done = template.asyncSend(
                    "sluice:events", exchange -> exchange.getMessage().setBody("a"));
            bench.pipeline.close();
            assertThat(done.get().getException()).isInstanceOf(PipelineClosedException.class);
        }
    }

    @Test
    void aMessageWithoutABodyIsNotLostEither() throws Exception {
        try (Bench bench = new Bench(10, 1, 10).start();
                CamelContext context = context(bench);
                ProducerTemplate template = context.createProducerTemplate()) {
            Exchange done = template.send("sluice:drop-box", exchange -> {});
            assertThat(done.getException()).isNull();
            assertThat(bench.committed()).containsExactly("");
        }
    }

    private static CamelContext context(Bench bench) {
        CamelContext context = new DefaultCamelContext();
        context.addComponent("sluice", new SluiceComponent(bench.pipeline));
        context.start();
        return context;
    }
}
