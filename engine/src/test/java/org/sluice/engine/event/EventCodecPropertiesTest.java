package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.event.Codecs.RECEIVED;
import static org.sluice.engine.event.Codecs.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** What holds for every body, however it came about. (Combining edge cases costs minutes here, and random ones find as much.) */
@PropertyDefaults(tries = 500, edgeCases = EdgeCasesMode.NONE)
class EventCodecPropertiesTest {

    @Property
    void anEventIsReadAsItWasWritten(@ForAll("events") FileEvent event) {
        assertThat(decode(EventJson.toBytes(event))).singleElement().satisfies(decoded -> {
            assertThat(Codecs.event(decoded)).isEqualTo(event);
            assertThat(decoded.body()).isEqualTo(EventJson.toBytes(event));
        });
    }

    @Property
    void anEnvelopeCarriesTheSameEvent(@ForAll("events") FileEvent event) {
        ObjectNode envelope = JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("type", "org.sluice." + EventJson.kind(event))
                .put("source", "s")
                .put("id", "i");
        envelope.set("data", EventJson.toJson(event));

        FileEvent read = Codecs.event(decode(JsonText.write(envelope)).get(0));

        assertThat(read.header())
                .isEqualTo(new EventHeader(
                        "s i", event.header().time(), event.header().producer()));
        assertThat(withoutId(read)).isEqualTo(withoutId(event));
    }

    private static ObjectNode withoutId(FileEvent event) {
        return EventJson.toJson(event).without("id");
    }

    @Property
    void anyBytesGiveAResult(@ForAll byte[] body) {
        assertNothingVanishes(body);
    }

    @Property
    void anyJsonGivesAResult(@ForAll("json") JsonNode json) {
        assertNothingVanishes(JsonText.write(json));
    }

    @Property
    void anyMembersOfAnEventGiveAResult(@ForAll("almostEvents") JsonNode json) {
        assertNothingVanishes(JsonText.write(json));
    }

    @Property
    void anyDamageToAnEventGivesAResult(
            @ForAll("events") FileEvent event, @ForAll int place, @ForAll byte by, @ForAll boolean cut) {
        byte[] body = EventJson.toBytes(event);
        int at = Math.floorMod(place, body.length);
        if (cut) {
            body = Arrays.copyOf(body, at);
        } else {
            body[at] = by;
        }
        assertNothingVanishes(body);
    }

    private static void assertNothingVanishes(byte[] body) {
        List<Decoded> results = decode(body);

        assertThat(results).isNotEmpty();
        for (Decoded result : results) {
            if (result instanceof Decoded.Rejected rejected) {
                assertThat(rejected.message()).contains(" ").hasSizeLessThan(1000);
            } else {
                EventHeader header = Codecs.event(result).header();
                assertThat(header.id()).isNotEmpty().hasSizeLessThanOrEqualTo(255);
                assertThat(header.time()).isBeforeOrEqualTo(RECEIVED.plusSeconds(3600));
            }
            // A rejection's body can be sent again, an accepted one can be replayed: with the same outcome.
            assertThat(decode(result.body()).get(0).getClass()).isEqualTo(result.getClass());
        }
    }

    @Property(tries = 200)
    void anArrayWithBadEventsRejectsExactlyThose(@ForAll("goodAndBad") List<Tuple2<Boolean, String>> elements) {
        String body =
                "[" + String.join(" ,\n", elements.stream().map(Tuple2::get2).toList()) + "]";

        List<Decoded> results = decode(body);

        assertThat(results)
                .extracting(result -> result instanceof Decoded.Accepted)
                .isEqualTo(elements.stream().map(Tuple2::get1).toList());
        assertThat(results)
                .extracting(result -> Codecs.text(result.body()))
                .isEqualTo(elements.stream().map(Tuple2::get2).toList());
    }

    @Property
    void theStandInForAnIdDoesNotDependOnTheOrderOfMembers(@ForAll("events") FileEvent event) {
        ObjectNode json = EventJson.toJson(event);
        json.remove("id");

        assertThat(id(backwards(json))).isEqualTo(id(json)).matches("[0-9a-f]{64}");
    }

    private static String id(JsonNode json) {
        return Codecs.event(decode(JsonText.write(json)).get(0)).header().id();
    }

    private static JsonNode backwards(JsonNode json) {
        if (json instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(backwards(element)));
            return copy;
        }
        if (!(json instanceof ObjectNode object)) {
            return json;
        }
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        IntStream.range(0, members.size())
                .map(i -> members.size() - 1 - i)
                .forEach(i -> copy.set(
                        members.get(i).getKey(), backwards(members.get(i).getValue())));
        return copy;
    }

    @Provide
    Arbitrary<FileEvent> events() {
        return Events.any();
    }

    @Provide
    Arbitrary<JsonNode> json() {
        return Events.json(3);
    }

    /** Objects and arrays of objects with the members that the codec looks at, and anything in them. */
    @Provide
    Arbitrary<JsonNode> almostEvents() {
        Arbitrary<String> names = Arbitraries.of(
                "event",
                "id",
                "time",
                "lfn",
                "directory",
                "size",
                "checksum",
                "guid",
                "replicas",
                "metadata",
                "producer",
                "key",
                "value",
                "transformation",
                "task",
                "status",
                "externalId",
                "specversion",
                "type",
                "source",
                "data",
                "data_base64",
                "method",
                "lfns",
                "path",
                "metadatadict",
                "SE",
                "Size",
                "Metadata",
                "/a",
                "/b");
        Arbitrary<JsonNode> telling = Arbitraries.of(
                        "FileRegistered",
                        "MetadataSet",
                        "RunEnded",
                        "TaskStatusChanged",
                        "ReplicaRemoved",
                        "1.0",
                        "org.sluice.FileRemoved",
                        "addFile",
                        "addReplica",
                        "removeFile",
                        "setMetadata",
                        "/a",
                        "/",
                        "",
                        "2026-11-22",
                        "e30=")
                .map(text -> JsonNodeFactory.instance.textNode(text));
        Arbitrary<JsonNode> values = Arbitraries.oneOf(telling, telling, Events.json(2));
        Arbitrary<JsonNode> inner = members(names, values);
        Arbitrary<JsonNode> outer = members(names, Arbitraries.oneOf(telling, values, inner));
        return Arbitraries.oneOf(outer, outer.list().ofMaxSize(4).map(list -> {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            list.forEach(array::add);
            return array;
        }));
    }

    private static Arbitrary<JsonNode> members(Arbitrary<String> names, Arbitrary<JsonNode> values) {
        return Arbitraries.maps(names, values).ofMaxSize(8).map(map -> {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            map.forEach(object::set);
            return object;
        });
    }

    @Provide
    Arbitrary<List<Tuple2<Boolean, String>>> goodAndBad() {
        Arbitrary<Tuple2<Boolean, String>> good =
                Events.any().map(event -> Tuple.of(true, new String(EventJson.toBytes(event), StandardCharsets.UTF_8)));
        Arbitrary<Tuple2<Boolean, String>> bad = Combinators.combine(
                        Events.any(), Arbitraries.integers().between(0, 4))
                .as((event, fault) -> Tuple.of(false, spoilt(EventJson.toJson(event), fault)));
        return Arbitraries.oneOf(good, bad).list().ofMinSize(1).ofMaxSize(8);
    }

    private static String spoilt(ObjectNode json, int fault) {
        return switch (fault) {
            case 0 -> json.put("event", "Nonsense").toString();
            case 1 -> json.without("event").toString();
            case 2 -> json.put("time", "soon").toString();
            case 3 -> "[ " + json + " ]";
            default -> "\"" + json.get("event").asText() + "\"";
        };
    }
}
