package org.sluice.routes.mq;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Asked for its messages. */
final class InboxConsumer implements PolledConsumer {
    private final Inbox inbox;
    private final java.util.function.Consumer<AutoCloseable> closing;
    private volatile boolean closed;

    InboxConsumer(Inbox inbox, java.util.function.Consumer<AutoCloseable> closing) {
        this.inbox = inbox;
        this.closing = closing;
    }

    @Override
    public Optional<Message> get(Duration timeout) throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("The consumer of " + inbox.uri() + " is closed.");
        }
        return inbox.take(timeout).map(delivery -> new Message(inbox.uri(), delivery));
    }

    @Override
    public boolean redelivers() {
        return !inbox.acknowledgesByItself();
    }

    @Override
    public void shut() {
        inbox.shut();
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
        closed = true;
        inbox.close();
        closing.accept(this);
    }
}
