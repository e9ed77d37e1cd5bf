package org.sluice.routes.stomp;

import io.netty.handler.codec.stomp.StompCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of one connection. The state is confined to the connection's event loop.
 *
 * <p>SUBSCRIBE frames go one after the other, each after the receipt of the one before: RabbitMQ's ERROR frames do not say
 * what they answer, and the one that is refused must be known.
 */
// What is chained here handles its failures within; the results of chaining are of no interest.
@SuppressWarnings("FutureReturnValueIgnored")
final class Subscriptions implements StompConnection.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private static final String TOPIC = "/topic/";

    private final StompConnection connection;
    private final Optional<Consumer<StompSubscription>> elsewhere;
    private final Set<StompSubscription> members = new LinkedHashSet<>();
    private final Map<StompSubscription, Incarnation> current = new HashMap<>();
    private final Map<String, Incarnation> byId = new HashMap<>();
    private CompletableFuture<Void> lastSubscribe = CompletableFuture.completedFuture(null);
    private @Nullable StompSession session;
    private boolean leftovers;
    private long lastId;

    /**
     * @param elsewhere what to do with a subscription that would harm the others; where this is absent there are no others,
     *     and a refused one is tried again on the next connection
     */
    Subscriptions(
            String purpose,
            ConnectionSettings settings,
            Transport transport,
            StompConnectionListener listener,
            Optional<Consumer<StompSubscription>> elsewhere) {
        this.elsewhere = elsewhere;
        this.connection = new StompConnection(purpose, settings, transport, this, listener);
    }

    StompConnection connection() {
        return connection;
    }

    // -- coming

    void add(StompSubscription subscription) {
        onLoop(() -> {
            if (elsewhere.isPresent() && isSecondToTopic(subscription)) {
                elsewhere.get().accept(subscription);
                return;
            }
            members.add(subscription);
            StompSession now = session;
            if (now == null || !now.isOpen()) {
                return;
            }
            if (leftovers) {
                renew(now);
            } else {
                lastSubscribe =
                        lastSubscribe.exceptionally(failed -> null).thenCompose(ok -> subscribe(now, subscription));
            }
        });
    }

    private boolean isSecondToTopic(StompSubscription subscription) {
        return subscription.destination().startsWith(TOPIC)
                && members.stream().anyMatch(member -> member.destination().equals(subscription.destination()));
    }

    @Override
    public CompletableFuture<Void> connected(StompSession connected) {
        session = connected;
        leftovers = false;
        current.clear();
        byId.clear();
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (StompSubscription member : List.copyOf(members)) {
            all = all.thenCompose(ok -> subscribe(connected, member));
        }
        lastSubscribe = all;
        return all;
    }

    private CompletableFuture<Void> subscribe(StompSession on, StompSubscription member) {
        if (!members.contains(member) || on != session || !on.isOpen()) {
            return CompletableFuture.completedFuture(null);
        }
        Incarnation incarnation = new Incarnation("sluice-" + ++lastId, member::receive, on);
        current.put(member, incarnation);
        byId.put(incarnation.id(), incarnation);
        return on.sendReceipted(Frames.frame(StompCommand.SUBSCRIBE, member.subscribeHeaders(incarnation.id())))
                .whenComplete((ok, failure) -> {
                    if (failure == null) {
                        member.confirmed(incarnation);
                    } else if (isRefusal(failure)) {
                        refused(member);
                    }
                });
    }

    private static boolean isRefusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof StompException known && known.isRefusal();
    }

    private void refused(StompSubscription member) {
        elsewhere.filter(present -> members.remove(member)).ifPresent(present -> {
            LOG.debug("The subscription to {} was refused and gets its own connection", member.destination());
            present.accept(member);
        });
    }

    @Override
    public void message(Delivery delivery) {
        Incarnation incarnation = byId.get(delivery.headers().getOrDefault("subscription", ""));
        if (incarnation == null) {
            LOG.debug("A message came for a subscription that has ended; the broker delivers it again");
        } else {
            incarnation.message(delivery);
        }
    }

    // -- going

    CompletableFuture<Void> leave(StompSubscription member) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        if (!onLoop(() -> leaveOnLoop(member, left))) {
            left.complete(null);
        }
        return left;
    }

    private void leaveOnLoop(StompSubscription member, CompletableFuture<Void> left) {
        boolean here = members.remove(member);
        Incarnation incarnation = current.remove(member);
        if (!here && !member.isAt(this)) {
            member.close().thenRun(() -> left.complete(null));
        } else if (elsewhere.isEmpty()) {
            // It was the only one.
            connection.close().thenRun(() -> left.complete(null));
        } else if (incarnation == null || incarnation.isOver()) {
            left.complete(null);
        } else {
            boolean holds = incarnation.end() > 0;
            if (holds && incarnation.session().brokerRequeuesOnNack()) {
                giveAllBack(incarnation.session());
                left.complete(null);
            } else {
                // Not at once: acknowledgements from other threads may still be in the loop's queue.
                connection.loop().execute(() -> unsubscribe(incarnation, left));
            }
        }
    }

    private void unsubscribe(Incarnation incarnation, CompletableFuture<Void> left) {
        StompSession on = incarnation.session();
        if (!on.isOpen()) {
            left.complete(null);
            return;
        }
        incarnation.sendLastAcknowledgements();
        on.sendReceipted(Frames.frame(StompCommand.UNSUBSCRIBE, Map.of("id", incarnation.id())))
                .whenComplete((ok, failure) -> {
                    byId.remove(incarnation.id());
                    if (incarnation.strays() > 0 && on.brokerRequeuesOnNack() && on == session) {
                        giveAllBack(on);
                    }
                    left.complete(null);
                });
    }

    /** RabbitMQ keeps what an ended subscription had until its connection ends. */
    private void giveAllBack(StompSession on) {
        if (members.isEmpty()) {
            // Whoever holds the connection closes it now, or else subscribes again.
            leftovers = true;
        } else {
            renew(on);
        }
    }

    private void renew(StompSession on) {
        connection.renew(on, Duration.ZERO);
    }

    private boolean onLoop(Runnable action) {
        try {
            connection.loop().execute(action);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }
}
