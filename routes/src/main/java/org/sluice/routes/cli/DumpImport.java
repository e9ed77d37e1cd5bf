package org.sluice.routes.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventCodec;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.file.Stamp;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.trigger.BatchResult;
import org.sluice.engine.trigger.Trigger;
import org.sluice.routes.health.Backoff;

/** Handles the lines of a dump as live events are, a batch at a time; only one batch is in memory. */
final class DumpImport {
    private static final int ATTEMPTS = 6;
    private static final Duration FURTHEST_AHEAD = Duration.ofHours(1);

    /** Given to the codec as the time of receipt, so that an event without a time is told from one that has the present. */
    private static final Instant NO_TIME =
            OffsetDateTime.of(9999, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();

    private final EventCodec codec = new EventCodec();
    private final Trigger trigger;
    private final FileLookup files;
    private final Progress progress;
    private final BadLines bad;
    private long filesNew;
    private long filesKnown;
    private long attachments;
    private long tasks;

    DumpImport(Trigger trigger, FileLookup files, Progress progress, BadLines bad) {
        this.trigger = trigger;
        this.files = files;
        this.progress = progress;
        this.bad = bad;
    }

    /**
     * What became of the lines.
     *
     * @param filesNew files that were not registered before
     * @param filesKnown lines about files that were, by an event or by an earlier line
     */
    record Totals(long lines, long filesNew, long filesKnown, long attachments, long tasks, long rejected) {}

    /**
     * Imports all lines.
     *
     * @throws CommandFailedException when the database stays away, naming the line up to which all is imported
     */
    Totals run(Lines lines, int batchSize) throws InterruptedException {
        IdentityHashMap<Decoded.Accepted, String> batch = new IdentityHashMap<>();
        List<Decoded.Accepted> inOrder = new ArrayList<>();
        long count = 0;
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            count++;
            String place = lines.place();
            read(line.get(), place).ifPresent(event -> {
                batch.put(event, place);
                inOrder.add(event);
            });
            if (inOrder.size() == batchSize) {
                handle(inOrder, batch);
            }
            progress.step(1);
        }
        if (!inOrder.isEmpty()) {
            handle(inOrder, batch);
        }
        bad.end();
        return new Totals(count, filesNew, filesKnown, attachments, tasks, bad.count());
    }

    private Optional<Decoded.Accepted> read(byte[] line, String place) {
        List<Decoded> message = codec.decode(line, NO_TIME);
        if (message.size() != 1) {
            bad.add(
                    place,
                    RejectionReason.WRONG_TYPE,
                    "This line holds %d events; write one a line.".formatted(message.size()));
            return Optional.empty();
        }
        if (message.get(0) instanceof Decoded.Rejected rejected) {
            bad.add(place, rejected.reason(), rejected.message());
            return Optional.empty();
        }
        Decoded.Accepted accepted = (Decoded.Accepted) message.get(0);
        if (accepted.event() instanceof FileRegistered registered) {
            return Optional.of(new Decoded.Accepted(dated(registered), accepted.body()));
        }
        bad.add(place, RejectionReason.UNKNOWN_EVENT, notOfADump(accepted.event()));
        return Optional.empty();
    }

    private static String notOfADump(FileEvent event) {
        return "This is a %s, and a dump holds FileRegistered only; publish it with 'sluice send'."
                .formatted(event.getClass().getSimpleName());
    }

    /**
     * A dump is older than its import, nobody knows by how much: what it says without a time, or with one that has not
     * come yet, must not outrank what live events have said since.
     */
    private static FileRegistered dated(FileRegistered event) {
        EventHeader header = event.header();
        if (!header.time().isAfter(Instant.now().plus(FURTHEST_AHEAD))) {
            return event;
        }
        return new FileRegistered(
                new EventHeader(header.id(), Stamp.UNDATED, header.producer()),
                event.lfn(),
                event.sizeBytes(),
                event.checksum(),
                event.guid(),
                event.replicas(),
                event.metadata());
    }

    private void handle(List<Decoded.Accepted> events, IdentityHashMap<Decoded.Accepted, String> places)
            throws InterruptedException {
        Set<String> known = new HashSet<>();
        BatchResult result = attempt(events, places, known);
        Set<Decoded.Accepted> refused = Collections.newSetFromMap(new IdentityHashMap<>());
        for (BatchResult.Refusal refusal : result.refused()) {
            refused.add(refusal.event());
            bad.add(places.getOrDefault(refusal.event(), ""), refusal.reason(), refusal.message());
        }
        long fresh = events.stream()
                .filter(event -> !refused.contains(event))
                .filter(event -> known.add(((FileRegistered) event.event()).lfn()))
                .count();
        filesNew += fresh;
        filesKnown += events.size() - refused.size() - fresh;
        attachments += result.attachments();
        tasks += result.tasks();
        events.clear();
        places.clear();
    }

    private BatchResult attempt(
            List<Decoded.Accepted> events, IdentityHashMap<Decoded.Accepted, String> places, Set<String> known)
            throws InterruptedException {
        List<String> lfns = events.stream()
                .map(event -> ((FileRegistered) event.event()).lfn())
                .toList();
        for (int attempt = 1; ; attempt++) {
            try {
                if (known.isEmpty()) {
                    known.addAll(files.registered(lfns));
                }
                return trigger.handle(events, Instant.now());
            } catch (StoreUnavailableException away) {
                if (attempt == ATTEMPTS) {
                    throw new CommandFailedException(
                            "%s Everything before %s is imported; import the file again, which does no harm to that."
                                    .formatted(away.getMessage(), places.getOrDefault(events.get(0), "")),
                            away);
                }
                TimeUnit.MILLISECONDS.sleep(Backoff.STANDARD.after(attempt).toMillis());
            }
        }
    }
}
