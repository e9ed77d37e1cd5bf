package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.trigger.TriggerFixture.NOW;
import static org.sluice.engine.trigger.TriggerFixture.accepted;
import static org.sluice.engine.trigger.TriggerFixture.header;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.FileMetadataSet;
import org.sluice.engine.event.FileEvent.ReplicaRegistered;

/** Redelivery, reordering and the cutting into batches change nothing of what is attached and grouped. */
class OrderProperties {
    private static final String[] QUERIES = {
        "{\"DataLevel\":1}",
        "{\"DataLevel\":{\">\":0},\"Site\":[\"LaPalma\",\"Paranal\"]}",
        "{\"SE\":\"SE2\"}",
        "{\"Site\":{\"!=\":\"LaPalma\"}}",
        "{}"
    };

    /** What happens to one file: its registration, and metadata and a replica that may come apart from it. */
    record Story(int file, int level, String site, boolean late, boolean hasReplica) {
        List<FileEvent> events() {
            String lfn = "/vo/f" + file;
            String level1 = "{\"DataLevel\":" + level + "}";
            String site1 = "{\"Site\":\"" + site + "\"}";
            List<FileEvent> events = new ArrayList<>();
            events.add(TriggerFixture.registered(
                    header("r" + file, NOW), lfn, late ? "{}" : level1, late || !hasReplica ? new String[0] : ses()));
            events.add(new FileMetadataSet(header("s" + file, NOW), lfn, TriggerFixture.metadata(site1)));
            if (late) {
                events.add(new FileMetadataSet(header("m" + file, NOW), lfn, TriggerFixture.metadata(level1)));
            }
            if (late && hasReplica) {
                events.add(new ReplicaRegistered(header("p" + file, NOW), lfn, List.of(ses())));
            }
            return events;
        }

        private String[] ses() {
            return file % 2 == 0 ? new String[] {"SE1"} : new String[] {"SE1", "SE2"};
        }
    }

    @Provide
    Arbitrary<List<Story>> stories() {
        Arbitrary<Story> story = Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of("LaPalma", "Paranal", "Elsewhere"),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Story::new);
        return story.list().uniqueElements(Story::file).ofMaxSize(15);
    }

    @Property(tries = 150)
    void attachmentsAreThoseOfOneEventAfterAnother(
            @ForAll("stories") List<Story> stories,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int batchSize,
            @ForAll @IntRange(min = 1, max = 3) int groupSize) {
        List<FileEvent> events = new ArrayList<>();
        stories.forEach(story -> events.addAll(story.events()));
        List<FileEvent> shuffledTwice = new ArrayList<>(events);
        shuffledTwice.addAll(events);
        Collections.shuffle(shuffledTwice, new Random(seed));

        TriggerFixture oneByOne = handled(events, 1, groupSize);
        TriggerFixture shuffled = handled(shuffledTwice, batchSize, groupSize);

        for (int id = 1; id <= QUERIES.length; id++) {
            assertThat(TriggerFixture.sorted(shuffled.attached(id)))
                    .isEqualTo(TriggerFixture.sorted(oneByOne.attached(id)));
            assertTasksAreSound(shuffled, id, groupSize);
        }
    }

    private static TriggerFixture handled(List<FileEvent> events, int batchSize, int groupSize) {
        TriggerFixture fixture = new TriggerFixture();
        for (String query : QUERIES) {
            fixture.transformation("T" + query, query, groupSize, "Active");
        }
        for (int i = 0; i < events.size(); i += batchSize) {
            List<FileEvent> batch = events.subList(i, Math.min(events.size(), i + batchSize));
            assertThat(fixture.trigger
                            .handle(accepted(batch.toArray(FileEvent[]::new)), NOW)
                            .refused())
                    .isEmpty();
        }
        return fixture;
    }

    private static void assertTasksAreSound(TriggerFixture fixture, int id, int groupSize) {
        Set<String> used = new HashSet<>();
        var tasks = fixture.store.tasks(id, Integer.MAX_VALUE);
        for (int i = 0; i < tasks.size(); i++) {
            assertThat(tasks.get(i).taskId()).isEqualTo(i + 1);
            assertThat(tasks.get(i).lfns()).hasSize(groupSize);
            tasks.get(i).lfns().forEach(lfn -> assertThat(used.add(lfn)).as(lfn).isTrue());
        }
        assertThat(fixture.attached(id)).containsAll(used);
    }
}
