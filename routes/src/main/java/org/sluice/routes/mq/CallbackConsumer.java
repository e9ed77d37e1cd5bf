package org.sluice.routes.mq;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands its messages to a callback, in a thread of its own. */
final class CallbackConsumer implements Consumer {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackConsumer.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Inbox inbox;
    private final MessageHandler handler;
    private final java.util.function.Consumer<AutoCloseable> closing;
    private final Thread thread;

    CallbackConsumer(Inbox inbox, MessageHandler handler, java.util.function.Consumer<AutoCloseable> closing) {
        this.inbox = inbox;
        this.handler = handler;
        this.closing = closing;
        this.thread = new Thread(this::run, "mq-" + inbox.uri());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            for (Optional<Delivery> next = inbox.take(); next.isPresent(); next = inbox.take()) {
                handle(next.get());
            }
        } catch (InterruptedException hurried) {
            LOG.debug("Interrupted, which ends the consumer of {}.", inbox.uri());
        }
    }

    private void handle(Delivery delivery) throws InterruptedException {
        try {
            handler.handle(new Message(inbox.uri(), delivery));
            delivery.acknowledge();
        } catch (InterruptedException hurried) {
            throw hurried;
        } catch (Throwable failure) {
            // Errors as well: one message must not end the consumption of the others.
            if (inbox.acknowledgesByItself()) {
                LOG.warn("A message from {} was not handled, and is not delivered again:", inbox.uri(), failure);
            } else {
                LOG.warn("A message from {} was not handled; it is delivered again:", inbox.uri(), failure);
                delivery.giveBack(Delivery.REDELIVERY_DELAY);
            }
        }
    }

    @Override
    public boolean isSubscribed() {
        return inbox.isSubscribed();
    }

    @Override
    public Optional<String> problem() {
        return inbox.problem();
    }

    @Override
    public long reconnects() {
        return inbox.reconnects();
    }

    @Override
    public OptionalLong lag() {
        return inbox.lag();
    }

    @Override
    public void close() {
        inbox.shut();
        if (Thread.currentThread() != thread) {
            awaitCallback();
        }
        inbox.close();
        closing.accept(this);
    }

    private void awaitCallback() {
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The callback of {} does not return; its message is delivered again.", inbox.uri());
            thread.interrupt();
        }
    }
}
