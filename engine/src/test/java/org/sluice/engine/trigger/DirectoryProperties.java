package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.trigger.TriggerFixture.NOW;
import static org.sluice.engine.trigger.TriggerFixture.accepted;
import static org.sluice.engine.trigger.TriggerFixture.header;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.event.FileEvent.FileMetadataSet;

/** Random trees and events against a plain model, in random order, with redelivery and work in between. */
class DirectoryProperties {
    private static final List<String> PATHS =
            List.of("/", "/a", "/a/b", "/a/b/c", "/ab", "/a/b.c", "/a/B", "/a/b/f", "/a/f");
    private static final List<String> FILES =
            List.of("/f", "/a/f", "/a/b/f", "/a/b/g", "/a/b/c/f", "/ab/f", "/a/b.c/f", "/a/B/h", "/a//b/f");
    private static final List<String> NAMES = List.of("X", "Y");
    private static final List<String> VALUES = List.of("1", "2", "null");

    /** Metadata that are set on a path, as a directory or as a file. */
    record Said(String path, boolean ofFile, String name, String value, int second) {}

    @Provide
    Arbitrary<List<Said>> said() {
        Arbitrary<Said> ofDirectory = Combinators.combine(
                        Arbitraries.of(PATHS),
                        Arbitraries.of(NAMES),
                        Arbitraries.of(VALUES),
                        Arbitraries.integers().between(0, 3))
                .as((path, name, value, second) -> new Said(path, false, name, value, second));
        Arbitrary<Said> ofFile = Combinators.combine(
                        Arbitraries.of(FILES),
                        Arbitraries.of(NAMES),
                        Arbitraries.of(VALUES),
                        Arbitraries.integers().between(0, 3))
                .as((path, name, value, second) -> new Said(path, true, name, value, second));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, ofDirectory), net.jqwik.api.Tuple.of(1, ofFile))
                .list()
                .ofMaxSize(14);
    }

    @Property(tries = 200)
    void whatFiltersSeeIsWhatTheModelSays(
            @ForAll("said") List<Said> said, @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int batchSize) {
        TriggerFixture fixture = handled(said, List.of(), seed, batchSize);
        for (String name : NAMES) {
            for (String value : List.of("1", "2")) {
                int id = fixture.transformation(name + value, "{\"" + name + "\":" + value + "}", 1, "New");
                fixture.work();
                assertThat(TriggerFixture.sorted(fixture.attached(id)))
                        .as(name + " = " + value)
                        .isEqualTo(filesWith(said, name, value));
            }
        }
    }

    /** Names have one value each, and none is removed: what matched once matches for ever. */
    @Property(tries = 300)
    void attachmentsAreThoseOfTheModelInEveryOrder(
            @ForAll("said") List<Said> random, @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int batchSize) {
        List<Said> said = random.stream()
                .map(one -> new Said(
                        one.path(), one.ofFile(), one.name() + one.value().charAt(0), "1", one.second()))
                .toList();
        List<String> names = List.of("X1", "X2", "Y1", "Xn");
        TriggerFixture fixture = handled(said, names, seed, batchSize);
        for (int id = 1; id <= names.size(); id++) {
            assertThat(TriggerFixture.sorted(fixture.attached(id)))
                    .as(names.get(id - 1))
                    .isEqualTo(filesWith(said, names.get(id - 1), "1"));
            assertThat(fixture.tasks(id)).hasSameSizeAs(fixture.attached(id));
        }
    }

    /** Everything twice, in random order and batches, with steps of the work left between some of them. */
    private static TriggerFixture handled(List<Said> said, List<String> queries, long seed, int batchSize) {
        Random random = new Random(seed);
        TriggerFixture fixture = new TriggerFixture();
        queries.forEach(name -> fixture.transformation(name, "{\"" + name + "\":1}", 1, "Active"));
        List<FileEvent> events = new ArrayList<>();
        FILES.forEach(lfn -> events.add(TriggerFixture.registered(header("r" + lfn, NOW), lfn, "{}", "SE")));
        IntStream.range(0, said.size()).forEach(i -> events.add(event(i, said.get(i))));
        events.addAll(List.copyOf(events));
        Collections.shuffle(events, random);
        for (int from = 0; from < events.size(); from += batchSize) {
            List<FileEvent> batch = events.subList(from, Math.min(events.size(), from + batchSize));
            assertThat(fixture.trigger
                            .handle(accepted(batch.toArray(FileEvent[]::new)), NOW)
                            .refused())
                    .isEmpty();
            if (random.nextInt(3) == 0) {
                fixture.trigger.work();
            }
        }
        fixture.work();
        return fixture;
    }

    private static FileEvent event(int number, Said said) {
        EventHeader header = header(id(number), NOW.plusSeconds(said.second()));
        String metadata = "{\"" + said.name() + "\":" + said.value() + "}";
        return said.ofFile()
                ? new FileMetadataSet(header, said.path(), TriggerFixture.metadata(metadata))
                : new DirectoryMetadataSet(header, said.path(), TriggerFixture.metadata(metadata));
    }

    private static String id(int number) {
        return "e%03d".formatted(number);
    }

    private static Set<String> filesWith(List<Said> said, String name, String value) {
        Set<String> files = new TreeSet<>();
        FILES.stream()
                .filter(lfn -> effective(said, lfn, name).equals(Optional.of(value)))
                .forEach(files::add);
        return files;
    }

    /** Level by level from the file upwards, the last word at each: slow and plain. */
    private static Optional<String> effective(List<Said> said, String lfn, String name) {
        Optional<String> own = last(said, lfn, true, name);
        String path = lfn;
        while (own.isEmpty() && !path.equals("/")) {
            path = path.substring(0, Math.max(1, path.lastIndexOf('/'))).replaceAll("(.)/+$", "$1");
            own = last(said, path, false, name);
        }
        return own;
    }

    private static Optional<String> last(List<Said> said, String path, boolean ofFile, String name) {
        return IntStream.range(0, said.size())
                .boxed()
                .filter(i -> said.get(i).path().equals(path)
                        && said.get(i).ofFile() == ofFile
                        && said.get(i).name().equals(name))
                .max(Comparator.comparing((Integer i) -> said.get(i).second()).thenComparing(i -> i))
                .map(i -> said.get(i).value())
                .filter(value -> !value.equals("null"));
    }
}
