package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.event.FileEvent.FileMetadataSet;
import org.sluice.engine.event.FileEvent.FileRemoved;
import org.sluice.engine.event.FileEvent.ReplicaRegistered;
import org.sluice.engine.event.FileEvent.RunEnded;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.store.Stores;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TransformationRegistry.AttachedFile;
import org.sluice.engine.store.TransformationRegistry.TaskRow;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.engine.transformation.TaskStatus;
import org.sluice.engine.transformation.TransformationDefinition;

/**
 * Random transformations and random events, delivered twice, out of order and in batches of any size to two engines on one
 * store; and what must hold whatever they are. An adapter's module says on which stores, and how often.
 */
public abstract class EventSequences {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final int FILES = 8;
    private static final int ALL = 10_000;
    private static final List<String> QUERIES = List.of(
            "{\"Level\":1}",
            "{\"Level\":{\">\":0}}",
            "{\"Site\":\"A\"}",
            "{\"Site\":\"Any\",\"Run\":[0,1]}",
            "{\"SE\":\"SE1\"}",
            "{\"$or\":[{\"Level\":2},{\"Site\":\"B\"}]}",
            "{}");
    private static final List<String> TASK_STATUSES = List.of("Done", "Failed", "Killed", "Running", "Submitted");

    /** A transformation: which query, how many files a task, whether by run. */
    public record Wish(int query, int groupSize, boolean byRun) {}

    /** What happens to a file. */
    public enum Kind {
        REGISTERED,
        LEVEL_SET,
        REPLICA_ADDED,
        SITE_OF_DIRECTORY_SET,
        REMOVED,
        TASK_TOLD,
        RUN_ENDED
    }

    /** One event; what the number decides depends on the kind. */
    public record Happening(Kind kind, int file, int number) {}

    /** A whole case; the seed shuffles, repeats and cuts. */
    public record Sequence(List<Wish> wishes, List<Happening> happenings, long seed) {}

    /** Events that only ever add: the attachments do not depend on their order. */
    @Provide
    Arbitrary<Sequence> additions() {
        return sequences(Kind.REGISTERED, Kind.LEVEL_SET, Kind.REPLICA_ADDED, Kind.SITE_OF_DIRECTORY_SET);
    }

    @Provide
    Arbitrary<Sequence> lives() {
        return sequences(Kind.values());
    }

    private static Arbitrary<Sequence> sequences(Kind... kinds) {
        Arbitrary<Wish> wishes = Combinators.combine(
                        Arbitraries.integers().between(0, QUERIES.size() - 1),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(false, false, true))
                .as(Wish::new);
        Arbitrary<Happening> happenings = Combinators.combine(
                        Arbitraries.of(kinds),
                        Arbitraries.integers().between(0, FILES - 1),
                        Arbitraries.integers().between(0, 6))
                .as(Happening::new);
        return Combinators.combine(
                        wishes.list().ofMinSize(1).ofMaxSize(3),
                        happenings.list().ofMinSize(1).ofMaxSize(40),
                        Arbitraries.longs())
                .as(Sequence::new);
    }

    /** Whatever the order, the attachments are those of a model that hears everything at once. */
    protected static void attachmentsAreThoseOfAPlainModel(Stores stores, Sequence sequence) {
        Case one = new Case(stores, sequence);
        List<FileEvent> events = new ArrayList<>();
        sequence.happenings().forEach(happening -> events.add(one.event(happening)));
        List<FileEvent> delivered = new ArrayList<>(events);
        delivered.addAll(events.subList(0, events.size() / 2));
        Collections.shuffle(delivered, one.random);
        one.deliver(delivered);
        one.workAll();
        one.wishes.forEach((id, wish) -> assertThat(one.attached(id))
                .as("attached by %s", QUERIES.get(wish.query()))
                .isEqualTo(one.expected(wish)));
        one.nothingIsLeftThatRoundOneCouldGroup();
        one.flushLeavesNothing();
    }

    /** Files come and go, tasks end well and badly, runs end: at no moment is a promise broken. */
    protected static void promisesHoldAtEveryCommit(Stores stores, Sequence sequence) {
        Case one = new Case(stores, sequence);
        for (Happening happening : sequence.happenings()) {
            one.happens(happening);
        }
        one.workAll();
        one.nothingIsLeftThatRoundOneCouldGroup();
        one.flushLeavesNothing();
        one.removedFilesAreInNoNewTask();
    }

    /** One case at work. */
    private static final class Case {
        private final TransformationRegistry registry;
        private final List<Trigger> engines;
        private final Random random;
        private final Map<Integer, Wish> wishes = new LinkedHashMap<>();
        private final Map<String, Map<String, Object>> known = new HashMap<>();
        private final Map<String, Set<String>> replicas = new HashMap<>();
        private final Set<String> registered = new HashSet<>();
        private final Set<String> sites = new HashSet<>();
        private boolean flushed;
        private boolean runsEnd;
        private int number;

        Case(Stores stores, Sequence sequence) {
            this.registry = stores.registry();
            this.engines = List.of(engine(stores), engine(stores));
            this.random = new Random(sequence.seed());
            for (Wish wish : sequence.wishes()) {
                TransformationDefinition definition = TransformationDefinitions.withParameters(
                        TriggerFixture.definition(
                                "T" + wishes.size(), QUERIES.get(wish.query()), wish.groupSize(), "Active", "Standard"),
                        wish.byRun() ? Map.of("GroupBy", "Run") : Map.of());
                wishes.put(registry.create(definition, TriggerFixture.AUTHOR), wish);
            }
        }

        private static Trigger engine(Stores stores) {
            return new Trigger(
                    stores.store(),
                    MetadataSchema.empty(),
                    new TriggerSettings(Resources.none(), Map.of(), Map.of(), 10, 32, Duration.ofMinutes(1), true),
                    Plugins.load(EventSequences.class.getClassLoader()),
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    BoundaryListener.none());
        }

        private static String directory(int file) {
            return "/vo/d" + file % 2;
        }

        private static String lfn(int file) {
            return directory(file) + "/f" + file;
        }

        /** The event, noted in what the model knows. */
        private FileEvent event(Happening happening) {
            number++;
            EventHeader header = TriggerFixture.header("event " + number, NOW.plusSeconds(number));
            int file = happening.file();
            String lfn = lfn(file);
            return switch (happening.kind()) {
                case REGISTERED -> {
                    registered.add(lfn);
                    say(lfn, "Run", file % 2);
                    Set<String> ses = places(happening.number());
                    replicas.computeIfAbsent(lfn, key -> new TreeSet<>()).addAll(ses);
                    yield TriggerFixture.registered(
                            header, lfn, "{\"Run\":" + file % 2 + "}", ses.toArray(String[]::new));
                }
                case LEVEL_SET -> {
                    say(lfn, "Level", file % 3);
                    yield new FileMetadataSet(header, lfn, TriggerFixture.metadata("{\"Level\":" + file % 3 + "}"));
                }
                case REPLICA_ADDED -> {
                    String se = "SE" + happening.number() % 3;
                    replicas.computeIfAbsent(lfn, key -> new TreeSet<>()).add(se);
                    yield new ReplicaRegistered(header, lfn, List.of(se));
                }
                case SITE_OF_DIRECTORY_SET -> {
                    sites.add(directory(file));
                    yield new DirectoryMetadataSet(
                            header, directory(file), TriggerFixture.metadata("{\"Site\":\"" + site(file) + "\"}"));
                }
                case REMOVED -> {
                    registered.remove(lfn);
                    known.remove(lfn);
                    replicas.remove(lfn);
                    yield new FileRemoved(header, lfn);
                }
                case RUN_ENDED -> {
                    runsEnd = true;
                    yield new RunEnded(header, "Run", TriggerFixture.json(String.valueOf(file % 2)));
                }
                case TASK_TOLD -> told(header, happening);
            };
        }

        /** Something about one of the last tasks; of one that has ended, that it is done: it does not come back to life. */
        private FileEvent told(EventHeader header, Happening happening) {
            int id = List.copyOf(wishes.keySet()).get(happening.file() % wishes.size());
            int task = Math.max(1, registry.tasks(id, ALL).size() - happening.number());
            boolean ended = registry.task(id, task)
                    .filter(row -> !TaskStatus.isLive(row.status()))
                    .isPresent();
            String status = TASK_STATUSES.get(happening.number() % TASK_STATUSES.size());
            return TriggerFixture.told(header, id, task, ended ? "Done" : status);
        }

        private static String site(int file) {
            return file % 2 == 0 ? "A" : "B";
        }

        /** None, one or two of three. */
        private static Set<String> places(int number) {
            return switch (number) {
                case 0 -> Set.of();
                case 1, 2, 3 -> Set.of("SE" + (number - 1));
                default -> Set.of("SE" + number % 3, "SE" + (number + 1) % 3);
            };
        }

        private void say(String lfn, String name, Object value) {
            known.computeIfAbsent(lfn, key -> new HashMap<>()).put(name, value);
        }

        void happens(Happening happening) {
            FileEvent event = event(happening);
            deliver(random.nextInt(3) == 0 ? List.of(event, event) : List.of(event));
        }

        void deliver(List<FileEvent> events) {
            int from = 0;
            while (from < events.size()) {
                int to = Math.min(events.size(), from + 1 + random.nextInt(5));
                engines.get(random.nextInt(2))
                        .handle(TriggerFixture.accepted(events.subList(from, to).toArray(FileEvent[]::new)), NOW);
                from = to;
                promisesHold();
                if (random.nextInt(4) == 0) {
                    engines.get(random.nextInt(2)).work();
                    promisesHold();
                }
            }
        }

        void workAll() {
            while (engines.get(random.nextInt(2)).work()) {
                promisesHold();
            }
        }

        Set<String> attached(int id) {
            return registry.files(id, ALL).stream().map(AttachedFile::lfn).collect(Collectors.toSet());
        }

        Set<String> expected(Wish wish) {
            MetaQuery query = MetaQuery.parse(
                    (ObjectNode) TriggerFixture.json(QUERIES.get(wish.query())), MetadataSchema.empty());
            return registered.stream().filter(lfn -> query.matches(facts(lfn))).collect(Collectors.toSet());
        }

        private FileFacts facts(String lfn) {
            ObjectNode metadata = (ObjectNode) TriggerFixture.json("{}");
            known.getOrDefault(lfn, Map.of()).forEach(metadata::putPOJO);
            int file = Integer.parseInt(lfn.substring(lfn.length() - 1));
            if (sites.contains(directory(file))) {
                metadata.put("Site", site(file));
            }
            return FileFacts.builder(lfn)
                    .size(1000)
                    .replicas(replicas.getOrDefault(lfn, Set.of()))
                    .metadata(TriggerFixture.metadata(metadata.toString()))
                    .build();
        }

        private void promisesHold() {
            wishes.forEach((id, wish) -> {
                assertThat(registry.files(id, ALL))
                        .extracting(AttachedFile::lfn)
                        .doesNotHaveDuplicates();
                List<TaskRow> tasks = registry.tasks(id, ALL);
                assertThat(tasks.stream()
                                .filter(task -> TaskStatus.isLive(task.status()))
                                .flatMap(task -> task.lfns().stream()))
                        .as("files in live tasks of %s", wish)
                        .doesNotHaveDuplicates();
                boolean leftovers = flushed || (runsEnd && wish.byRun());
                assertThat(tasks).allSatisfy(task -> {
                    assertThat(task.lfns()).hasSizeBetween(leftovers ? 1 : wish.groupSize(), wish.groupSize());
                    assertThat(task.targetSe()).isNotEmpty();
                    if (wish.byRun()) {
                        assertThat(task.lfns())
                                .extracting(lfn -> (lfn.charAt(lfn.length() - 1) - '0') % 2)
                                .containsOnly((task.lfns()
                                                        .get(0)
                                                        .charAt(task.lfns()
                                                                        .get(0)
                                                                        .length()
                                                                - 1)
                                                - '0')
                                        % 2);
                    }
                });
            });
        }

        void nothingIsLeftThatRoundOneCouldGroup() {
            wishes.forEach((id, wish) -> {
                Map<String, Long> exact = waiting(id).stream()
                        .filter(lfn -> !replicas.getOrDefault(lfn, Set.of()).isEmpty())
                        .collect(Collectors.groupingBy(
                                lfn -> replicas.get(lfn) + (wish.byRun() ? lfn.substring(4, 6) : ""),
                                Collectors.counting()));
                assertThat(exact.values())
                        .as("files of one set of storage elements that wait in %s: %s", wish, exact)
                        .allSatisfy(count -> assertThat(count).isLessThan(wish.groupSize()));
            });
        }

        private List<String> waiting(int id) {
            return registry.files(id, ALL).stream()
                    .filter(file -> FileStatus.isGroupable(file.status()))
                    .map(AttachedFile::lfn)
                    .toList();
        }

        void flushLeavesNothing() {
            flushed = true;
            wishes.keySet().forEach(id -> registry.update(id, now -> now.withStatus("Flush"), TriggerFixture.AUTHOR));
            workAll();
            wishes.keySet().forEach(id -> {
                assertThat(registry.find(id).orElseThrow().definition().status())
                        .isEqualTo("Active");
                assertThat(waiting(id))
                        .as("wait after a flush, with a replica")
                        .noneMatch(lfn -> !replicas.getOrDefault(lfn, Set.of()).isEmpty());
            });
        }

        void removedFilesAreInNoNewTask() {
            wishes.keySet().forEach(id -> assertThat(registry.tasks(id, ALL).stream()
                            .filter(task -> task.status().equals(TaskStatus.CREATED))
                            .flatMap(task -> task.lfns().stream()))
                    .as("files of tasks that nobody has begun with")
                    .isSubsetOf(registered));
        }
    }
}
