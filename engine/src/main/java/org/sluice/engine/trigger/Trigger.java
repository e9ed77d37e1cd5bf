package org.sluice.engine.trigger;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.event.FileEvent.OfFile;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.store.DataFaultException;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.store.TriggerStore;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.trigger.BatchResult.Refusal;

/**
 * Turns events into attached files and tasks: enrich, match, attach, group, in one transaction a batch; changes of
 * directories have a transaction of their own before it. Handling the
 * same events again, in whatever batches, has no further effect.
 *
 * <p>Thread-safe; several triggers may share a store. The design and its failure cases are in {@code docs/delivery.md}.
 */
public final class Trigger {
    private static final Logger LOG = LoggerFactory.getLogger(Trigger.class);

    private final TriggerStore store;
    private final Catalogues catalogues;
    private final TaskMaker taskMaker;
    private final BoundaryListener boundaries;

    public Trigger(
            TriggerStore store,
            MetadataSchema schema,
            TriggerSettings settings,
            Plugins plugins,
            Clock clock,
            BoundaryListener boundaries) {
        this.store = store;
        this.catalogues = new Catalogues(schema, settings, plugins, clock);
        this.taskMaker = new TaskMaker(settings, clock);
        this.boundaries = boundaries;
    }

    /**
     * Handles a batch and returns once its effects are committed.
     *
     * <p>An event that cannot take effect is refused and does not keep the others back: where the store does not say
     * which event is at fault, the batch is halved until it stands alone.
     *
     * @param received when the events came, for the journal
     * @throws StoreUnavailableException when the store cannot do it now. Events of this batch may have taken effect or
     *     not; the same batch is to be handled again
     */
    public BatchResult handle(List<Decoded.Accepted> events, Instant received) {
        Map<String, Decoded.Accepted> byId = new LinkedHashMap<>();
        List<Refusal> refused = new ArrayList<>();
        int repeated = 0;
        for (Decoded.Accepted event : events) {
            Optional<String> objection = Batch.objection(event.event());
            if (objection.isPresent()) {
                refused.add(new Refusal(event, RejectionReason.UNPROCESSABLE, objection.get()));
            } else if (byId.putIfAbsent(event.event().header().id(), event) != null) {
                repeated++;
            }
        }
        BatchResult known = new BatchResult(0, repeated, refused, 0, 0);
        // Changes of directories by themselves: what holds directories alone must not share others (docs/effects.md).
        Map<Boolean, List<Decoded.Accepted>> ofDirectories = byId.values().stream()
                .collect(Collectors.partitioningBy(event -> event.event() instanceof DirectoryMetadataSet));
        return known.plus(attempt(ofDirectories.getOrDefault(true, List.of()), received))
                .plus(attempt(ofDirectories.getOrDefault(false, List.of()), received));
    }

    /**
     * Does a piece of the work of each kind that is there: closes groups that have become too old, looks through some
     * known files for such as match or groups what waits, and matches some files below a changed directory again. A fault
     * in one kind does not keep the others from being done; it is thrown after them. To be asked every second at least,
     * and again at once while there was any.
     *
     * @return whether there was any
     * @throws StoreUnavailableException when the store cannot do it now
     */
    public boolean work() {
        List<RuntimeException> faults = new ArrayList<>();
        boolean worked = false;
        for (Supplier<Boolean> kind :
                List.<Supplier<Boolean>>of(this::closeAged, this::workOnTransformations, this::workOnDirectories)) {
            try {
                worked |= kind.get();
            } catch (StoreUnavailableException away) {
                throw away;
            } catch (RuntimeException fault) {
                faults.add(fault);
            }
        }
        faults.stream().reduce(Trigger::with).ifPresent(fault -> {
            throw fault;
        });
        return worked;
    }

    private static RuntimeException with(RuntimeException fault, RuntimeException another) {
        fault.addSuppressed(another);
        return fault;
    }

    private boolean closeAged() {
        return store.inTransaction(tx -> new AgedStep(tx, catalogues.currentAndMended(tx), taskMaker).run());
    }

    private boolean workOnTransformations() {
        return step((tx, skipped) -> new PendingStep(tx, catalogues.current(tx), taskMaker, skipped).run());
    }

    private boolean workOnDirectories() {
        return step((tx, skipped) -> new DirectoryWorkStep(tx, catalogues.current(tx), taskMaker, skipped).run());
    }

    /**
     * Does for files that were removed or set back while a task worked on them what the end of that task asks for, where DIRAC's
     * agents wrote the end into the tables and no event told of it.
     *
     * @return whether there may be more
     * @throws StoreUnavailableException when the store cannot do it now
     */
    public boolean settle() {
        return store.inTransaction(tx -> new UnnoticedEnds(tx, catalogues.current(tx), taskMaker).run());
    }

    /** @param step given the transaction, and the files that were found to be at fault */
    private boolean step(BiPredicate<TriggerTransaction, Culprits> step) {
        Culprits skipped = new Culprits();
        while (true) {
            try {
                return store.inTransaction(tx -> step.test(tx, skipped));
            } catch (DataFaultException fault) {
                if (!skipped.add(fault)) {
                    throw fault;
                }
                LOG.warn("left out where known files are looked through: {}", fault.getMessage());
            }
        }
    }

    private BatchResult attempt(List<Decoded.Accepted> events, Instant received) {
        if (events.isEmpty()) {
            return BatchResult.NOTHING;
        }
        try {
            store.mention(DirectoryRecord.above(lfns(events)));
            return store.inTransaction(tx -> {
                BatchResult result = new Batch(tx, catalogues.current(tx), taskMaker).run(events, received);
                boundaries.passed(Boundary.BEFORE_COMMIT);
                return result;
            });
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (DataFaultException fault) {
            return withoutCulprits(events, received, fault);
        } catch (UnknownTaskException unknown) {
            return without(events, received, unknown.sentences());
        } catch (RuntimeException fault) {
            LOG.error("a batch of {} events failed; looking for the event at fault", events.size(), fault);
            return halved(events, received, RejectionReason.UNPROCESSABLE, "it failed within Sluice: " + fault);
        }
    }

    private static List<String> lfns(List<Decoded.Accepted> events) {
        return events.stream()
                .flatMap(event -> event.event() instanceof OfFile ofFile ? Stream.of(ofFile.lfn()) : Stream.empty())
                .toList();
    }

    private BatchResult withoutCulprits(List<Decoded.Accepted> events, Instant received, DataFaultException fault) {
        Culprits culprits = new Culprits();
        culprits.add(fault);
        Predicate<Decoded.Accepted> culprit =
                event -> event.event() instanceof OfFile ofFile && culprits.include(ofFile.lfn());
        List<Refusal> refused = events.stream()
                .filter(culprit)
                .map(event -> new Refusal(event, fault.reason(), fault.sentence()))
                .toList();
        if (refused.isEmpty()) {
            return halved(events, received, fault.reason(), fault.sentence());
        }
        List<Decoded.Accepted> others = events.stream().filter(culprit.negate()).toList();
        return new BatchResult(0, 0, refused, 0, 0).plus(attempt(others, received));
    }

    private BatchResult without(
            List<Decoded.Accepted> events, Instant received, Map<String, String> sentencesByEventId) {
        List<Refusal> refused = new ArrayList<>();
        List<Decoded.Accepted> others = new ArrayList<>();
        for (Decoded.Accepted event : events) {
            Optional.ofNullable(sentencesByEventId.get(event.event().header().id()))
                    .ifPresentOrElse(
                            sentence -> refused.add(new Refusal(event, RejectionReason.UNPROCESSABLE, sentence)),
                            () -> others.add(event));
        }
        return new BatchResult(0, 0, refused, 0, 0).plus(attempt(others, received));
    }

    private BatchResult halved(
            List<Decoded.Accepted> events, Instant received, RejectionReason reason, String message) {
        if (events.size() == 1) {
            return new BatchResult(0, 0, List.of(new Refusal(events.get(0), reason, message)), 0, 0);
        }
        int half = events.size() / 2;
        return attempt(events.subList(0, half), received).plus(attempt(events.subList(half, events.size()), received));
    }
}
