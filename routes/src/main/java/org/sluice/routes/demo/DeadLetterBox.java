package org.sluice.routes.demo;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.routes.demo.DemoReport.Rejections;

/** Takes the dead letters out of their queue, over STOMP as an operator's program would. */
final class DeadLetterBox {
    private static final int PATIENCE_MS = 10_000;

    private DeadLetterBox() {}

    /** So many dead letters by reason code; fewer if there are no more. */
    static Map<String, Rejections> empty(int brokerPort, long count) {
        Map<String, Rejections> byReason = new TreeMap<>();
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            ConsumerTemplate consumer = context.createConsumerTemplate();
            String queue = "stomp:queue/%s?brokerURL=tcp://127.0.0.1:%d"
                    .formatted(EmbeddedBroker.DEAD_LETTERS.name(), brokerPort);
            for (long left = count; left > 0; left--) {
                Exchange letter = consumer.receive(queue, PATIENCE_MS);
                if (letter == null) {
                    break;
                }
                Rejections one = new Rejections(1, header(letter, "sluice-message"));
                byReason.merge(
                        header(letter, "sluice-reason"),
                        one,
                        (a, b) -> new Rejections(a.count() + b.count(), a.example()));
                consumer.doneUoW(letter);
            }
        } catch (Exception e) {
            throw new DemoFailedException("The dead letters cannot be read: " + e.getMessage(), e);
        }
        return byReason;
    }

    private static String header(Exchange letter, String name) {
        return String.valueOf(letter.getMessage().getHeader(name, String.class));
    }
}
