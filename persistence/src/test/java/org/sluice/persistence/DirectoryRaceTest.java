package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.engine.trigger.Trigger;

/** Two engines on one database: files arrive while the metadata of their directories change. */
class DirectoryRaceTest {
    private static final int DIRECTORIES = 60;
    private static final int FILES = 8;
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final AtomicInteger changed = new AtomicInteger();

    @Test
    void noFileIsMissedOnMariaDb() throws Exception {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        try (TestDatabase one = new TestDatabase(settings);
                TestDatabase other = new TestDatabase(settings)) {
            race(one, other);
        }
    }

    @Test
    void noFileIsMissedOnH2() throws Exception {
        try (TestDatabase one = TestDatabase.h2("directories");
                TestDatabase other = TestDatabase.h2("directories")) {
            race(one, other);
        }
    }

    @Test
    void liveEventsCommitBetweenTheStepsOfALargeDirectory() throws Exception {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        try (TestDatabase one = new TestDatabase(settings);
                TestDatabase other = new TestDatabase(settings)) {
            one.registry().create(definition(), new Author("a", "", ""));
            Trigger trigger = trigger(one);
            for (int from = 0; from < 5000; from += 500) {
                handle(
                        trigger,
                        IntStream.range(from, from + 500)
                                .<FileEvent>mapToObj(i -> registered("/vo/big/" + i))
                                .toList());
            }
            handle(trigger, List.of(set("/vo/big")));
            CountDownLatch begun = new CountDownLatch(1);
            ExecutorService worker = Executors.newSingleThreadExecutor();
            try {
                Future<Integer> steps = worker.submit(() -> {
                    int done = 0;
                    while (trigger.work()) {
                        done++;
                        begun.countDown();
                    }
                    return done;
                });
                begun.await();
                int live = 0;
                while (!steps.isDone()) {
                    handle(trigger(other), List.of(registered("/vo/big/live" + live++)));
                }
                assertThat(steps.get()).isGreaterThanOrEqualTo(10);
                assertThat(live).isGreaterThan(1);
                assertThat(one.rows("SELECT FileID FROM TransformationFiles WHERE Status = 'Assigned'"))
                        .hasSize(5000 + live);
            } finally {
                worker.shutdownNow();
            }
        }
    }

    private void race(TestDatabase one, TestDatabase other) throws Exception {
        one.registry().create(definition(), new Author("a", "", ""));
        List<Callable<Boolean>> workers = new ArrayList<>();
        workers.add(() -> registerAll(trigger(one), 1));
        workers.add(() -> registerAll(trigger(other), 2));
        workers.add(() -> changeAll(trigger(one), 3));
        workers.add(() -> changeAll(trigger(other), 4));
        workers.add(() -> work(trigger(one)));
        workers.add(() -> work(trigger(other)));
        AtOnce.run(workers);
        assertThat(work(trigger(one))).isTrue();
        assertThat(one.rows("SELECT d.LFN FROM TransformationFiles f JOIN DataFiles d ON d.FileID = f.FileID"))
                .containsExactlyInAnyOrderElementsOf(lfns());
        assertThat(one.rows("SELECT FileID FROM TransformationFileTasks")).hasSize(DIRECTORIES * FILES);
        assertThat(one.rows("SELECT WorkKey FROM SluiceDirectoryWork")).isEmpty();
    }

    private static List<String> lfns() {
        return IntStream.range(0, DIRECTORIES * FILES)
                .mapToObj(i -> "/vo/d" + i % DIRECTORIES + "/sub/f" + i / DIRECTORIES)
                .toList();
    }

    private static boolean registerAll(Trigger trigger, int seed) {
        List<String> lfns = new ArrayList<>(lfns());
        Collections.shuffle(lfns, new Random(seed));
        for (int from = 0; from < lfns.size(); from += 7) {
            handle(
                    trigger,
                    lfns.subList(from, Math.min(lfns.size(), from + 7)).stream()
                            .<FileEvent>map(DirectoryRaceTest::registered)
                            .toList());
        }
        return true;
    }

    private boolean changeAll(Trigger trigger, int seed) {
        List<String> directories = new ArrayList<>(
                IntStream.range(0, DIRECTORIES).mapToObj(i -> "/vo/d" + i).toList());
        Collections.shuffle(directories, new Random(seed));
        for (int from = 0; from < DIRECTORIES; from += 3) {
            handle(
                    trigger,
                    directories.subList(from, from + 3).stream()
                            .<FileEvent>map(DirectoryRaceTest::set)
                            .toList());
        }
        changed.incrementAndGet();
        return true;
    }

    /** Until everything was changed and no work is left. */
    private boolean work(Trigger trigger) {
        boolean last = false;
        while (true) {
            boolean all = changed.get() == 2;
            try {
                boolean worked = trigger.work();
                if (!worked && last) {
                    return true;
                }
                last = all && !worked;
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageContaining("cannot do it now");
            }
        }
    }

    /** As a consumer does: the same batch again, for as long as the store cannot do it. */
    private static void handle(Trigger trigger, List<FileEvent> events) {
        List<Decoded.Accepted> accepted = events.stream()
                .map(event -> new Decoded.Accepted(event, "{}".getBytes(StandardCharsets.UTF_8)))
                .toList();
        while (true) {
            try {
                assertThat(trigger.handle(accepted, NOW).refused()).isEmpty();
                return;
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageContaining("cannot do it now");
            }
        }
    }

    private static FileEvent registered(String lfn) {
        return new FileRegistered(
                header("r" + lfn),
                lfn,
                OptionalLong.of(1),
                Optional.empty(),
                Optional.empty(),
                List.of("SE-A"),
                Map.of());
    }

    private static FileEvent set(String directory) {
        return new DirectoryMetadataSet(header("s" + directory), directory, Map.of("X", IntNode.valueOf(1)));
    }

    private static EventHeader header(String id) {
        return new EventHeader(id, NOW, Optional.empty());
    }

    private static Trigger trigger(TestDatabase database) {
        return Triggers.over(database.store(), Clock.systemUTC());
    }

    private static TransformationDefinition definition() {
        return TransformationJson.read("{\"TransformationName\":\"t\",\"Type\":\"DataReprocessing\","
                + "\"Status\":\"Active\",\"GroupSize\":1,\"InputMetaQuery\":{\"X\":1}}");
    }
}
