package org.sluice.routes.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.sluice.config.ConsumerOptions;
import org.sluice.routes.mq.Message;

/** Modules that tell what they were given. */
final class Recording {
    /** What came, in order; of a batch, joined by blanks. */
    static final List<String> SEEN = new CopyOnWriteArrayList<>();

    static final List<String> LIFE = new CopyOnWriteArrayList<>();
    static final Map<String, CountDownLatch> HELD = new ConcurrentHashMap<>();
    static final CyclicBarrier THREE = new CyclicBarrier(3);

    private Recording() {}

    static void clear() {
        SEEN.clear();
        LIFE.clear();
        HELD.clear();
    }

    private static boolean isFirst(String text) {
        return SEEN.stream().filter(text::equals).count() == 1;
    }

    private static String text(Message message) {
        return new String(message.body(), UTF_8);
    }

    /** Fails on {@code bad…} the first time, waits on {@code held…}. */
    public static final class OneByOne extends ConsumerModule {
        @Override
        protected void start(ConsumerOptions options) {
            LIFE.add("started for " + options.text("Owner").orElse("nobody"));
            options.integer("Most", 1, 5);
            if (options.flag("Broken").orElse(false)) {
                throw new IllegalStateException("the disk is full");
            }
        }

        @Override
        protected void handle(Message message) throws Exception {
            String text = text(message);
            SEEN.add(text);
            if (text.startsWith("bad") && isFirst(text)) {
                throw new IllegalStateException("not this time");
            }
            if (text.startsWith("error")) {
                if (isFirst(text)) {
                    throw new StackOverflowError("too deep");
                }
            }
            if (text.equals("interrupted")) {
                Thread.currentThread().interrupt();
            }
            if (text.equals("three")) {
                THREE.await(20, TimeUnit.SECONDS);
            }
            if (text.startsWith("held")) {
                HELD.getOrDefault(text, new CountDownLatch(0)).await();
                LIFE.add("handled " + text);
            }
        }

        @Override
        protected void stop() {
            LIFE.add("stopped");
        }
    }

    /** Of its batches, gives back {@code bad} ones the first time, or fails altogether on {@code all}. */
    public static final class Batches extends ConsumerModule {
        @Override
        public String name() {
            return "InBatches";
        }

        @Override
        protected void handle(List<Message> batch) {
            String all = String.join(" ", batch.stream().map(Recording::text).toList());
            SEEN.add(all);
            for (Message message : batch) {
                if (text(message).startsWith("bad") && !message.isRedelivered()) {
                    message.giveBack();
                }
                if (text(message).equals("first")) {
                    message.acknowledge();
                }
            }
            if (all.contains("all") && isFirst(all)) {
                throw new IllegalStateException("none of these");
            }
        }
    }

    /** A route in Java. */
    public static final class Routed extends ConsumerModule {
        @Override
        protected Optional<RouteBuilder> routes() {
            return Optional.of(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from(MESSAGES).routeId("same-name-everywhere").process(exchange -> {
                        String text = exchange.getMessage().getBody(String.class);
                        SEEN.add(text);
                        if (text.startsWith("bad") && isFirst(text)) {
                            throw new IllegalStateException("not this time");
                        }
                        if (text.startsWith("roll") && isFirst(text)) {
                            exchange.setRollbackOnly(true);
                        }
                    });
                }
            });
        }
    }

    /** Handles nothing. */
    public static final class Idle extends ConsumerModule {}

    /** Not made for this. */
    public static final class NoModule {}

    /** Cannot be made. */
    public static final class Failing extends ConsumerModule {
        public Failing() {
            throw new IllegalStateException("no licence");
        }
    }

    /** Needs something that nobody gives it. */
    public static final class Demanding extends ConsumerModule {
        public Demanding(String something) {
            LIFE.add(something);
        }
    }
}
