package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.sluice.engine.event.EventHeader.Producer;

/** Random events and random JSON. */
final class Events {

    private static final Arbitrary<BigDecimal> DECIMALS = Combinators.combine(
                    Arbitraries.bigIntegers(), Arbitraries.integers().between(1, 40))
            .as(BigDecimal::new);

    private Events() {}

    static Arbitrary<FileEvent> any() {
        Arbitrary<Map<String, JsonNode>> metadata = metadata();
        Arbitrary<List<String>> replicas =
                ses().list().uniqueElements().ofMinSize(1).ofMaxSize(4);
        return Arbitraries.oneOf(
                registered(),
                Combinators.combine(headers(), lfns(), replicas).as(FileEvent.ReplicaRegistered::new),
                Combinators.combine(headers(), lfns(), replicas).as(FileEvent.ReplicaRemoved::new),
                Combinators.combine(headers(), lfns(), metadata).as(FileEvent.FileMetadataSet::new),
                Combinators.combine(headers(), directories(), metadata).as(FileEvent.DirectoryMetadataSet::new),
                Combinators.combine(headers(), lfns()).as(FileEvent.FileRemoved::new),
                Combinators.combine(headers(), names(), scalars().filter(value -> !value.isNull()))
                        .as(FileEvent.RunEnded::new),
                Combinators.combine(headers(), numbers(), numbers(), names(), names().optional())
                        .as(FileEvent.TaskStatusChanged::new));
    }

    static Arbitrary<FileEvent> registered() {
        Arbitrary<OptionalLong> sizes = Arbitraries.longs()
                .greaterOrEqual(0)
                .optional()
                .map(size -> size.map(OptionalLong::of).orElseGet(OptionalLong::empty));
        return Combinators.combine(
                        headers(),
                        lfns(),
                        sizes,
                        texts().optional(),
                        texts().optional(),
                        ses().list().uniqueElements().ofMaxSize(4),
                        metadata())
                .as(FileEvent.FileRegistered::new);
    }

    static Arbitrary<EventHeader> headers() {
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(Instant.parse("1000-01-01T00:00:00Z").getEpochSecond(), Codecs.RECEIVED.getEpochSecond())
                .flatMap(second -> Arbitraries.longs().between(0, 999_999).map(micro -> Instant.ofEpochSecond(second)
                        .plus(micro, ChronoUnit.MICROS)));
        Arbitrary<Producer> producers =
                Combinators.combine(texts().optional(), texts().optional()).as(Producer::new);
        return Combinators.combine(names(), times, producers.optional()).as(EventHeader::new);
    }

    static Arbitrary<String> lfns() {
        return pathCharacters()
                .ofMinLength(1)
                .ofMaxLength(60)
                .map(path -> "/" + path.replace(';', ','))
                .filter(path -> !path.equals("/"));
    }

    private static Arbitrary<String> directories() {
        return pathCharacters()
                .ofMaxLength(60)
                .map(path -> "/" + path)
                .filter(path -> path.equals("/") || !path.endsWith("/"));
    }

    private static StringArbitrary pathCharacters() {
        return Arbitraries.strings().withChars("abc/. ;,'\"\\%_é漢\n\t\u0001").withCharRange('\uE000', '\uFFFF');
    }

    private static Arbitrary<String> ses() {
        return Arbitraries.strings()
                .withChars("ABC-_ .é'\"")
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(se -> !se.isBlank());
    }

    private static Arbitrary<String> names() {
        return texts().filter(name -> !name.isEmpty());
    }

    private static Arbitrary<Integer> numbers() {
        return Arbitraries.integers().greaterOrEqual(1);
    }

    /** Any text that UTF-8 can carry, characters beyond U+FFFF too. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars('a', ' ', '"', '\\', '/', '\0', '\n', '\u007F', '\u2028', 'é', '漢', '\uFEFF', '\uFFFF')
                .ofMaxLength(12)
                .flatMap(text -> Arbitraries.of("", "😀", "\uDBFF\uDFFF").map(tail -> text + tail));
    }

    private static Arbitrary<Map<String, JsonNode>> metadata() {
        return Arbitraries.maps(names(), json(2)).ofMaxSize(4);
    }

    private static Arbitrary<JsonNode> scalars() {
        return Arbitraries.oneOf(
                texts().map(TextNode::valueOf),
                Arbitraries.integers().map(IntNode::valueOf),
                Arbitraries.longs().filter(value -> value != (int) (long) value).map(LongNode::valueOf),
                Arbitraries.longs()
                        .greaterOrEqual(1)
                        .map(more -> BigIntegerNode.valueOf(
                                BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.valueOf(more)))),
                DECIMALS.map(DecimalNode::valueOf),
                Arbitraries.of(true, false).map(BooleanNode::valueOf),
                Arbitraries.just(NullNode.getInstance()));
    }

    /** Any JSON down to a depth. */
    static Arbitrary<JsonNode> json(int depth) {
        if (depth == 0) {
            return scalars();
        }
        Arbitrary<JsonNode> below = json(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(4, scalars()),
                Tuple.of(1, below.list().ofMaxSize(3).map(Events::array)),
                Tuple.of(1, Arbitraries.maps(texts(), below).ofMaxSize(3).map(Events::object)));
    }

    private static JsonNode array(List<JsonNode> elements) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        elements.forEach(array::add);
        return array;
    }

    private static JsonNode object(Map<String, JsonNode> members) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        members.forEach(object::set);
        return object;
    }
}
