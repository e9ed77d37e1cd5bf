package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.FileEvent.ReplicaRegistered;
import org.sluice.engine.store.StoreContract;
import org.sluice.engine.store.Stores;
import org.sluice.engine.trigger.BatchResult;
import org.sluice.engine.trigger.Trigger;

/** The number of a batch's statements grows neither with its events nor with the transformations that they concern. */
class StatementsOfABatchTest extends StoreContract {
    private static final int MANY_EVENTS = 400;
    private static final int MANY_TRANSFORMATIONS = 100;

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.mariaDb();

    private Trigger trigger;
    private int files;

    @Override
    protected Stores emptyStores() {
        return DATABASE.begin(clock);
    }

    @BeforeEach
    void start() {
        trigger = Triggers.over(store(), clock);
    }

    @Test
    void filesThatMakeTasksOfOneFileEach() {
        create(1);
        assertThat(statements(MANY_EVENTS, MANY_TRANSFORMATIONS)).isEqualTo(statements(1, 1));
    }

    @Test
    void filesThatWaitForOthers() {
        create(1_000);
        // What is written of a lane is there from now on.
        handle(MANY_TRANSFORMATIONS, MANY_TRANSFORMATIONS);
        assertThat(statements(MANY_EVENTS, MANY_TRANSFORMATIONS)).isEqualTo(statements(1, 1));
    }

    @Test
    void filesOfWhichMoreIsKnown() {
        create(1_000);
        handle(MANY_EVENTS, MANY_TRANSFORMATIONS);
        long one = counted(() -> replicas("SE-B", 1));
        assertThat(counted(() -> replicas("SE-C", MANY_EVENTS))).isEqualTo(one);
    }

    private void create(int groupSize) {
        for (int i = 0; i < MANY_TRANSFORMATIONS; i++) {
            registry()
                    .create(
                            with(
                                    definition("channel " + i),
                                    BigDecimal.valueOf(groupSize),
                                    Optional.of(json("{\"Channel\":" + i + "}")),
                                    Optional.empty(),
                                    Map.of()),
                            AUTHOR);
        }
        while (trigger.work()) {
            // the next step
        }
    }

    private long statements(int events, int transformations) {
        return counted(() -> handle(events, transformations));
    }

    /** Those that read or write rows, of all clients: there is no other. */
    private static long counted(Runnable work) {
        long before = executed();
        work.run();
        return executed() - before;
    }

    private static long executed() {
        return DATABASE
                .rows("SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_select', 'Com_insert', 'Com_update',"
                        + " 'Com_update_multi', 'Com_delete', 'Com_delete_multi')")
                .stream()
                .mapToLong(row -> Long.parseLong(row.substring(row.indexOf('|') + 1)))
                .sum();
    }

    private void handle(int events, int transformations) {
        take(IntStream.range(0, events)
                .mapToObj(i -> registered("/vo/" + files / 10 + "/f" + files++, i % transformations))
                .toList());
    }

    private void replicas(String se, int events) {
        take(IntStream.range(0, events)
                .mapToObj(i -> Triggers.accepted(
                        new ReplicaRegistered(header(se + i), "/vo/" + i / 10 + "/f" + i, List.of(se))))
                .toList());
    }

    private void take(List<Decoded.Accepted> events) {
        BatchResult result = trigger.handle(events, clock.instant());
        assertThat(result.events()).isEqualTo(events.size());
    }

    private static Decoded.Accepted registered(String lfn, int channel) {
        Map<String, JsonNode> metadata = Map.of("Channel", IntNode.valueOf(channel));
        return Triggers.accepted(new FileRegistered(
                header(lfn), lfn, OptionalLong.of(1), Optional.empty(), Optional.empty(), List.of("SE-A"), metadata));
    }

    private static EventHeader header(String id) {
        return new EventHeader(id, NOW, Optional.empty());
    }
}
