package org.sluice.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.FileMetadataSet;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.FileEvent.FileRemoved;
import org.sluice.engine.event.FileEvent.OfFile;
import org.sluice.engine.event.FileEvent.ReplicaRegistered;
import org.sluice.engine.event.FileEvent.ReplicaRemoved;

/** Generations of a file, and what events in any order make of them. */
class FileRecordTest {
    private static final String LFN = "/vo/a";
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private static EventHeader header(int second, String id) {
        return new EventHeader(id, START.plusSeconds(second), Optional.empty());
    }

    private static FileRegistered registered(int second) {
        return registered(second, "r" + second, Map.of("Level", IntNode.valueOf(second)));
    }

    private static FileRegistered registered(int second, String id, Map<String, JsonNode> metadata) {
        return new FileRegistered(
                header(second, id),
                LFN,
                OptionalLong.of(1000 + second),
                Optional.of("sum" + second),
                Optional.empty(),
                List.of("SE" + second % 3),
                metadata);
    }

    private static FileRemoved removed(int second) {
        return new FileRemoved(header(second, "x" + second), LFN);
    }

    private static FileRecord after(OfFile... events) {
        FileRecord record = FileRecord.unknown(LFN);
        for (OfFile event : events) {
            record = record.after(event);
        }
        return record;
    }

    @Test
    void aRegistrationWithoutATimeSaysNothingOfWhenWhereAnotherDoes() {
        FileRegistered undated = new FileRegistered(
                new EventHeader("dump", Stamp.UNDATED, Optional.empty()),
                LFN,
                OptionalLong.of(7),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of());
        assertThat(after(undated).registered()).contains(Stamp.UNDATED);
        assertThat(after(undated, registered(1)).registered()).contains(START.plusSeconds(1));
        assertThat(after(registered(1), undated).registered()).contains(START.plusSeconds(1));
        assertThat(after(registered(1), undated).sizeBytes()).hasValue(1001);
    }

    @Test
    void aRemovalEndsTheGenerationAndAllThatWasSaidInIt() {
        FileRecord gone = after(registered(1), removed(2));

        assertThat(gone.registered()).isEmpty();
        assertThat(gone.generation()).isEqualTo(2);
        assertThat(gone.metadataValues()).isEmpty();
        assertThat(gone.storageElements()).isEmpty();
        assertThat(gone.sizeBytes()).isEmpty();
    }

    @Test
    void whatIsSaidAfterARemovalBelongsToTheNextGeneration() {
        FileRecord back = after(registered(1), removed(3), registered(5));

        assertThat(back.registered()).contains(START.plusSeconds(5));
        assertThat(back.generation()).isEqualTo(2);
        assertThat(back.storageElements()).containsExactly("SE2");
        assertThat(back.metadataValues()).isEqualTo(Map.of("Level", IntNode.valueOf(5)));
    }

    @Test
    void aRegistrationThatArrivesAfterItsRemovalHasNoEffect() {
        assertThat(after(removed(2), registered(1))).isEqualTo(after(removed(2)));
        assertThat(after(removed(2), registered(1)).registered()).isEmpty();
    }

    @Test
    void atEqualTimesTheGreaterIdIsTheLater() {
        FileRegistered a = registered(2, "a", Map.of());
        FileRegistered z = registered(2, "z", Map.of());
        assertThat(after(a, removed(2)).registered()).isEmpty();
        assertThat(after(removed(2), a).registered()).isEmpty();
        assertThat(after(z, removed(2)).registered()).isPresent();
        assertThat(after(removed(2), z).registered()).isPresent();
    }

    @Test
    void aRemovalThatComesLateEndsNoLaterGeneration() {
        FileRecord back = after(registered(5), removed(3));
        assertThat(back.registered()).contains(START.plusSeconds(5));
        assertThat(back.generation()).as("nothing ended that was known here").isEqualTo(1);
    }

    @Test
    void aRemovalBetweenTwoRegistrationsThatComesLastEndsTheFirst() {
        FileRecord back = after(registered(1), registered(5), removed(3));
        assertThat(back.registered()).contains(START.plusSeconds(5));
        assertThat(back.generation()).isEqualTo(2);
    }

    @Test
    void theSameRemovalTwiceEndsOneGeneration() {
        assertThat(after(registered(1), removed(2), removed(2))).isEqualTo(after(registered(1), removed(2)));
    }

    @Test
    void aFileThatIsRegisteredOverAndOverKeepsItsBeginningAndTakesLittleRoom() {
        FileRecord record = FileRecord.unknown(LFN);
        for (int second = 1; second <= 1000; second++) {
            record = record.after(registered(second));
        }
        assertThat(record.registered()).contains(START.plusSeconds(1));
        assertThat(record.registrations()).hasSize(FileRecord.REGISTRATIONS_KEPT);
        assertThat(record.after(removed(999)).registered()).contains(START.plusSeconds(1000));
        assertThat(record.after(removed(1000)).registered()).isEmpty();
    }

    @Test
    void whatAnEarlierVersionStoredIsRead() {
        String facts = "{\"by\":[[\"e1\",1000000]],\"a\":{\"size\":[7,0]},\"r\":{},\"m\":{}}";
        FileRecord record = FileRecordJson.read(LFN, 1, Optional.of(START), facts);
        assertThat(record.registered()).contains(START);
        assertThat(record.sizeBytes()).hasValue(7);
        assertThat(record.after(removed(1)).registered()).isEmpty();
        assertThat(FileRecordJson.read(LFN, 1, Optional.empty(), facts).registered())
                .isEmpty();
    }

    @Test
    void everyKindOfValueIsReadAsItWasStored() throws JsonProcessingException {
        Map<String, JsonNode> values = new TreeMap<>();
        FactsJson.MAPPER
                .readTree(
                        """
                        {"text": "é \\" \\u0000 😀", "empty": "", "int": -7, "long": 7000000000, "great": 99999999999999999999,
                         "decimal": 1.50, "small": 1e-7, "yes": true, "no": false, "null": null, "list": [1, "a", [null]],
                         "object": {"a": [1.0], "b": {}}, "g": 1, "by": [["e", 1]]}
                        """)
                .properties()
                .forEach(member -> values.put(member.getKey(), member.getValue()));
        FileRecord record = FileRecord.unknown(LFN).after(new FileMetadataSet(header(1, "e1"), LFN, values));
        FileRecord read = FileRecordJson.read(LFN, 1, Optional.empty(), FileRecordJson.write(record));
        assertThat(read).isEqualTo(record);
        assertThat(read.metadataValues().get("decimal")).hasToString("1.50");
        assertThat(read.metadataValues()).doesNotContainKey("null").hasSize(values.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{",
                "{\"g\":0}",
                "{\"g\":[\"e\"]}",
                "{\"g\":[0]}",
                "{\"a\":{\"size\":7}}",
                "{\"a\":{\"size\":[7]}}",
                "{\"a\":{\"size\":[7,1]},\"by\":[[\"e\",1]]}",
                "{\"by\":[[1,1]]}",
                "{\"by\":[[\"e\"]]}"
            })
    void damagedFactsAreRefusedWithTheFileAndTheText(String facts) {
        assertThatThrownBy(() -> FileRecordJson.read(LFN, 1, Optional.empty(), facts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the stored facts of " + LFN + " are damaged: " + facts);
    }

    @Provide
    Arbitrary<List<OfFile>> events() {
        Arbitrary<OfFile> event = Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.integers().between(0, 1_000_000))
                .as((kind, second, id) -> event(kind, second, "e" + id));
        return event.list().uniqueElements(e -> e.header().id()).ofMaxSize(FileRecord.REGISTRATIONS_KEPT);
    }

    private static OfFile event(int kind, int second, String id) {
        EventHeader header = header(second, id);
        String se = "SE" + second % 3;
        return switch (kind) {
            case 0 -> registered(second, id, Map.of("Level", IntNode.valueOf(second)));
            case 1 -> new FileRemoved(header, LFN);
            case 2 -> new ReplicaRegistered(header, LFN, List.of(se, "SE9"));
            case 3 -> new ReplicaRemoved(header, LFN, List.of(se));
            case 4 -> new FileMetadataSet(header, LFN, new HashMap<>(Map.of("Level", NullNode.getInstance())));
            default -> new FileMetadataSet(header, LFN, Map.of("Level", IntNode.valueOf(-second)));
        };
    }

    @Property
    void theSameEventsGiveTheSameRecordInEveryOrder(@ForAll("events") List<OfFile> events, @ForAll long seed) {
        List<OfFile> shuffledTwice = new ArrayList<>(events);
        shuffledTwice.addAll(events);
        Collections.shuffle(shuffledTwice, new Random(seed));

        FileRecord inOrder = after(events.toArray(OfFile[]::new));
        FileRecord otherwise = after(shuffledTwice.toArray(OfFile[]::new));

        assertThat(ofFirstGeneration(otherwise)).isEqualTo(ofFirstGeneration(inOrder));
        long removals = events.stream().filter(FileRemoved.class::isInstance).count();
        assertThat(otherwise.generation()).isBetween(1, 1 + (int) removals);
    }

    /** The number counts what was seen here. */
    private static FileRecord ofFirstGeneration(FileRecord record) {
        return new FileRecord(
                record.lfn(),
                1,
                record.registrations(),
                record.removed(),
                record.attributes(),
                record.replicas(),
                record.metadata());
    }

    @Property
    void whatIsStoredIsReadAsItWas(@ForAll("events") List<OfFile> events) {
        FileRecord record = after(events.toArray(OfFile[]::new));
        String stored = FileRecordJson.write(record);
        FileRecord read = FileRecordJson.read(LFN, record.generation(), record.registered(), stored);
        assertThat(read.registrations()).isEqualTo(record.registrations());
        assertThat(read.removed()).isEqualTo(record.removed());
        // As text: a number comes back as another kind of node.
        assertThat(FileRecordJson.write(read)).isEqualTo(stored);
    }
}
