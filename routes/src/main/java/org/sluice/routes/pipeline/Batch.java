package org.sluice.routes.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.FileEvent.RunEnded;
import org.sluice.engine.trigger.BatchResult;

/** Messages that were taken together: their events, and the letters that their rejected events become. */
final class Batch {
    private final List<Delivery> deliveries = new ArrayList<>();
    private final InHand.Turn turn = new InHand.Turn();
    private final List<Decoded.Accepted> accepted = new ArrayList<>();
    private final List<Decoded.Accepted> endsOfRuns = new ArrayList<>();
    /** By identity: two messages may say the very same. */
    private final Map<Decoded.Accepted, Delivery> origin = new IdentityHashMap<>();

    private final Map<Delivery, List<DeadLetter>> letters = new IdentityHashMap<>();
    private int events;

    void add(Delivery delivery, List<Decoded> content) {
        deliveries.add(delivery);
        events += content.size();
        for (Decoded decoded : content) {
            if (decoded instanceof Decoded.Accepted event) {
                (event.event() instanceof RunEnded ? endsOfRuns : accepted).add(event);
                origin.put(event, delivery);
            } else if (decoded instanceof Decoded.Rejected rejected) {
                letter(
                        delivery,
                        new DeadLetter(
                                rejected.body(),
                                rejected.reason(),
                                rejected.message(),
                                delivery.origin(),
                                delivery.received(),
                                rejected.eventId()));
            }
        }
    }

    /** The engine found that an event of this batch cannot take effect. */
    void refuse(BatchResult.Refusal refusal) {
        Delivery delivery = Objects.requireNonNull(
                origin.get(refusal.event()), "the engine refused an event that is not of this batch");
        letter(
                delivery,
                new DeadLetter(
                        refusal.event().body(),
                        refusal.reason(),
                        refusal.message(),
                        delivery.origin(),
                        delivery.received(),
                        Optional.of(refusal.event().event().header().id())));
    }

    /** How many events it holds, rejected ones included. */
    int events() {
        return events;
    }

    /**
     * The accepted events but for {@link #endsOfRuns}, cut into pieces of at most so many: one message may hold more than a
     * batch should.
     */
    List<List<Decoded.Accepted>> parts(int size) {
        return parts(accepted, size);
    }

    /** The ends of runs, which come last of all, cut into such pieces as well. */
    List<List<Decoded.Accepted>> endsOfRuns(int size) {
        return parts(endsOfRuns, size);
    }

    private static List<List<Decoded.Accepted>> parts(List<Decoded.Accepted> all, int size) {
        List<List<Decoded.Accepted>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(List.copyOf(all.subList(from, Math.min(from + size, all.size()))));
        }
        return parts;
    }

    /** Its place among the batches in hand. */
    InHand.Turn turn() {
        return turn;
    }

    /** When the first of its messages was received. */
    Instant received() {
        return deliveries.get(0).received();
    }

    /** The messages that are done once the batch is committed. */
    List<Delivery> withoutLetters() {
        return deliveries.stream()
                .filter(delivery -> !letters.containsKey(delivery))
                .toList();
    }

    /** The messages of which something was rejected, with the letters that have to arrive before they are done. */
    Map<Delivery, List<DeadLetter>> letters() {
        return letters;
    }

    private void letter(Delivery delivery, DeadLetter letter) {
        letters.computeIfAbsent(delivery, first -> new ArrayList<>()).add(letter);
    }
}
