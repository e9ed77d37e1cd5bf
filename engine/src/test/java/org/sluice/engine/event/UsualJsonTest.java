package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.event.Codecs.RECEIVED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The usual way to read a body gives what the general way gives, or leaves the body to it. */
class UsualJsonTest {

    private static final String EVENT =
            "{'event':'FileRegistered','id':'e1','time':'2026-11-22T00:23:41.250Z','lfn':'/vo/a','size':123,"
                    + "'replicas':['X','Y'],'metadata':{'Level':1,'Energy':2.50,'Run':4294967296,'Ok':true,'None':null}}";

    /** A damage to a body: so many bytes from a place on are replaced by a text. */
    record Damage(int place, int length, String by) {
        String to(String body) {
            int from = Math.floorMod(place, body.length() + 1);
            return body.substring(0, from) + by + body.substring(Math.min(body.length(), from + length));
        }
    }

    private static byte[] bytes(String body) {
        return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static List<UsualJson.Element> usual(String body) {
        return UsualJson.read(bytes(body), RECEIVED).orElseThrow().elements();
    }

    private static JsonNode tree(UsualJson.Element element) {
        return ((UsualJson.Element.Tree) element).tree();
    }

    @Test
    void readsATree() {
        byte[] body = bytes(" " + EVENT + "\n");

        UsualJson.Element element =
                UsualJson.read(body, RECEIVED).orElseThrow().elements().get(0);

        assertThat(element.bytes()).isSameAs(body);
        JsonNode tree = tree(element);
        assertThat(tree.get("lfn").textValue()).isEqualTo("/vo/a");
        assertThat(tree.get("replicas")).hasToString("[\"X\",\"Y\"]");
        assertThat(tree.get("metadata"))
                .hasToString("{\"Level\":1,\"Energy\":2.50,\"Run\":4294967296,\"Ok\":true,\"None\":null}");
        assertThat(tree.get("metadata").get("Level")).isEqualTo(IntNode.valueOf(1));
        assertThat(tree.get("metadata").get("Run")).isEqualTo(LongNode.valueOf(4294967296L));
        assertThat(tree.get("metadata").get("Energy")).isEqualTo(DecimalNode.valueOf(new BigDecimal("2.50")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EVENT,
                " {\n'id' : 'e' , 'lfn':'/a','event':'FileRegistered' }\r\n",
                "{'event':'FileRegistered','id':'e','lfn':'/a','checksum':'c','guid':'g','size':0,'replicas':[],'metadata':{}}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','time':'2026-11-22','replicas':['X','X','Y'],'metadata':{'a':[{}]}}",
            })
    void readsARegistrationWithoutATree(String body) {
        FileEvent event = UsualJson.event(bytes(body), RECEIVED);

        assertThat(event).isNotNull();
        assertThat(event)
                .isEqualTo(Codecs.event(
                        EventCodec.decodeGenerally(bytes(body), RECEIVED).get(0)));
        assertThat(UsualJson.read(bytes("[" + body + "]"), RECEIVED)
                        .orElseThrow()
                        .elements()
                        .get(0))
                .isInstanceOfSatisfying(UsualJson.Element.Event.class, one -> assertThat(one.event())
                        .isEqualTo(event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[{'event':'FileRegistered','id':'e','lfn':'/a'}]",
                "{'event':'FileRegistered','id':'e','lfn':'/a'} 1",
                "{'event':'FileRemoved','id':'e','lfn':'/a'}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','event':'FileRegistered'}",
                "{'event':'FileRegistered','lfn':'/a'}",
                "{'event':'FileRegistered','id':'','lfn':'/a'}",
                "{'event':'FileRegistered','id':7,'lfn':'/a'}",
                "{'event':'FileRegistered','id':'e'}",
                "{'event':'FileRegistered','id':'e','lfn':'a'}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','lfn':'/a'}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','time':'yesterday'}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','size':1.0}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','size':1e3}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','size':-1}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','size':01}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','checksum':null}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','replicas':'X'}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','replicas':['X,Y']}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','metadata':{'':1}}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','metadata':{'n':1,'n':1}}",
                "{'event':'FileRegistered','id':'e','lfn':'/a','producer':{}}",
                "{'specversion':'1.0','event':'FileRegistered','id':'e','lfn':'/a'}",
            })
    void leavesToItsTreeWhatIsNoUsualRegistration(String body) {
        assertThat(UsualJson.event(bytes(body), RECEIVED)).isNull();
        assertSame(bytes(body));
        assertSame(bytes("[" + body + "]"));
    }

    @Test
    void leavesToItsTreeWhatIsNestedDeep() {
        String body = "{'event':'FileRegistered','id':'e','lfn':'/a','metadata':{'n':%s}}";
        assertThat(UsualJson.event(bytes(body.formatted("[".repeat(18) + "]".repeat(18))), RECEIVED))
                .isNotNull();
        assertThat(UsualJson.event(bytes(body.formatted("[".repeat(19) + "]".repeat(19))), RECEIVED))
                .isNull();
    }

    @Test
    void readsTheElementsOfAnArrayWithTheirOwnBytes() {
        assertThat(usual("[ " + EVENT + " ,\n{} ]"))
                .extracting(element -> Codecs.text(element.bytes()))
                .containsExactly(EVENT.replace('\'', '"'), "{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'specversion':'1.0','type':'org.sluice.FileRemoved','source':'/s','id':'1','data':{'lfn':'/a'}}",
                "{'method':'removeFile','lfns':['/a']}",
                "[1]",
                "{}",
                "-0.00",
                "999999999999999999"
            })
    void readsAnyFormAndAnyValue(String body) {
        assertThat(usual(body)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[{},]",
                "[{}",
                "{'a':1,'a':2}",
                "{'a':1,}",
                "{'a' 1}",
                "{'a':'é'}",
                "{'a':'\\n'}",
                "{'a':'\t'}",
                "{'a':01}",
                "{'a':1.}",
                "{'a':.5}",
                "{'a':-}",
                "{'a':1e3}",
                "{'a':1234567890123456789}",
                "{'a':0.123456789012345678}",
                "{'a':tru}",
                "{'a':truely}",
                "{} {}",
                "{'a",
                "\u0000{}",
                "\uFEFF{}"
            })
    void leavesToTheGeneralWayWhatIsUnusual(String body) {
        assertThat(UsualJson.read(bytes(body), RECEIVED)).isEmpty();
    }

    @Test
    void leavesToTheGeneralWayWhatIsLargeInSomeWay() {
        assertThat(UsualJson.read(bytes("[".repeat(30) + "]".repeat(30)), RECEIVED))
                .isEmpty();
        StringBuilder many = new StringBuilder("{'n':0");
        for (int i = 0; i < 100; i++) {
            many.append(",'n").append(i).append("':0");
        }
        assertThat(UsualJson.read(bytes(many.append('}').toString()), RECEIVED)).isEmpty();
    }

    /** Names whose hashes are equal share a place of the cache and are told apart in an object. */
    @Test
    void tellsNamesOfOneHashApart() {
        for (int i = 0; i < 3; i++) {
            assertThat(tree(usual("{'Aa':1,'BB':2,'AaAa':3,'BBBB':4,'AaBB':5}").get(0)))
                    .hasToString("{\"Aa\":1,\"BB\":2,\"AaAa\":3,\"BBBB\":4,\"AaBB\":5}");
        }
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void saysWhatTheGeneralWaySays(@ForAll("bodies") String body) {
        assertSame(bytes(body));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void saysWhatTheGeneralWaySaysOfAnyEvent(@ForAll("events") FileEvent event) {
        assertSame(EventJson.toBytes(event));
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void saysWhatTheGeneralWaySaysOfRegistrations(@ForAll("registrations") String body) {
        assertSame(bytes(body));
        assertSame(bytes("[" + body + "," + body + "]"));
    }

    private static void assertSame(byte[] body) {
        assertThat(said(new EventCodec().decode(body, RECEIVED)))
                .isEqualTo(said(EventCodec.decodeGenerally(body, RECEIVED)));
    }

    /** Results as they compare: an array of bytes is equal only to itself, and 1 and 1.0 look different. */
    private static List<List<Object>> said(List<Decoded> results) {
        List<List<Object>> said = new ArrayList<>();
        for (Decoded result : results) {
            String body = new String(result.body(), StandardCharsets.ISO_8859_1);
            said.add(
                    result instanceof Decoded.Accepted accepted
                            ? List.of(accepted.event(), written(accepted.event()), body)
                            : List.of(rejection(result), body));
        }
        return said;
    }

    private static String written(FileEvent event) {
        return new String(EventJson.toBytes(event), StandardCharsets.UTF_8);
    }

    private static List<Object> rejection(Decoded result) {
        Decoded.Rejected rejected = Codecs.rejection(result);
        Optional<String> id = rejected.eventId();
        return List.of(rejected.reason(), rejected.message(), id);
    }

    @Provide
    Arbitrary<FileEvent> events() {
        return Events.any();
    }

    /** Events, envelopes and calls with any members in any order and blanks anywhere; some are damaged. */
    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> begin = Arbitraries.of(
                "'event':'FileRegistered','lfn':'/a'",
                "'event':'FileRegistered','lfn':'/a','id':'e1','time':'2026-11-22T00:23:41Z'",
                "'event':'MetadataSet','lfn':'/b'",
                "'event':'RunEnded','key':'Run'",
                "'event':'TaskStatusChanged','transformation':1,'task':2,'status':'Done'",
                "'event':'FileRemoved'",
                "'specversion':'1.0','type':'org.sluice.FileRegistered','source':'/s','id':'1','data':{'lfn':'/a','size':1.0}",
                "'method':'addFile','lfns':{'/a':{'Size':'12','SE':'X','Metadata':{'n':1.50}},'/b':true}",
                "'method':'setMetadata','path':'/a','metadatadict':{'n':1}");
        Arbitrary<String> member = Combinators.combine(names(), blanks(), values(), blanks())
                .as((name, before, value, after) -> before + "'" + name + "'" + after + ":" + before + value + after);
        Arbitrary<String> object = Combinators.combine(begin, member.list().ofMaxSize(5))
                .as((first, more) -> "{" + first + (more.isEmpty() ? "" : ",") + String.join(",", more) + "}");
        Arbitrary<String> array = Combinators.combine(
                        object.list().ofMaxSize(3), values().list().ofMaxSize(1))
                .as((objects, others) -> "[" + String.join(" ,", objects)
                        + (objects.isEmpty() || others.isEmpty() ? "" : ",") + String.join(",", others) + "]");
        Arbitrary<String> whole = Arbitraries.frequencyOf(Tuple.of(3, object), Tuple.of(1, array));
        return Combinators.combine(whole, damages()).as((body, damages) -> {
            String damaged = body;
            for (Damage damage : damages) {
                damaged = damage.to(damaged);
            }
            return damaged;
        });
    }

    /** Registrations with the usual members in any order, of which few are not as they should be; some are damaged. */
    @Provide
    Arbitrary<String> registrations() {
        List<Arbitrary<String>> members = List.of(
                member("event", "'FileRegistered'", "'FileRegistered'", "'FileRegistered'", "'FileRemoved'"),
                member("id", "'e1'", "'e2'", "'e-" + "0".repeat(300) + "'", "''", "7"),
                member(
                        "time",
                        "'2026-11-22T00:23:41.250Z'",
                        "'2026-11-22 00:23'",
                        "'2036-11-22T00:23:41Z'",
                        "'x'",
                        "1"),
                member("lfn", "'/a'", "'/vo/a/b.dst'", "'/" + "x".repeat(254) + "'", "'/'", "'a'", "'/a;b'", "null"),
                member("size", "0", "123", "999999999999999999", "1.0", "-1", "01"),
                member("checksum", "'c'", "''", "'adler32:0badcafe'", "null"),
                member("guid", "'g'", "'A1B2-C3'", "'é'"),
                member("replicas", "['X']", "['X','Y','X']", "[]", "'X'", "[' ']", "['X',1]"),
                member(
                        "metadata",
                        "{'n':1,'Energy':2.50,'Site':'X'}",
                        "{}",
                        "{'n':{'m':[1e3]}}",
                        "{'':1}",
                        "{'n':1,'n':2}"));
        Arbitrary<String> object = Combinators.combine(members)
                .as(all -> all.stream().filter(member -> !member.isEmpty()).toList())
                .flatMap(given -> Arbitraries.shuffle(given))
                .map(given -> "{" + String.join(",", given) + "}");
        return Combinators.combine(object, damages()).as((body, damages) -> {
            String damaged = body;
            for (Damage damage : damages) {
                damaged = damage.to(damaged);
            }
            return damaged;
        });
    }

    /** A member with one of these values, mostly the first; seldom none. */
    private static Arbitrary<String> member(String name, String first, String... others) {
        return Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.of("'" + name + "':" + first)),
                Tuple.of(3, Arbitraries.of(others).map(value -> "'" + name + "' : " + value)),
                Tuple.of(1, Arbitraries.of("")));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of(
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
                "value",
                "externalId",
                "data",
                "lfns",
                "Aa",
                "BB",
                "");
    }

    private static Arbitrary<String> blanks() {
        return Arbitraries.of("", "", "", " ", "\n", "\t\r ");
    }

    private static Arbitrary<String> values() {
        return Arbitraries.of(
                "0",
                "-0",
                "1",
                "-1",
                "00",
                "1.50",
                "-0.00",
                "1.0",
                "1e3",
                "1E-2",
                "2147483647",
                "2147483648",
                "-2147483649",
                "999999999999999999",
                "1000000000000000000",
                "9223372036854775807",
                "9223372036854775808",
                "0.12345678901234567",
                "123456789.123456789",
                "true",
                "false",
                "null",
                "''",
                "'X'",
                "'/a'",
                "'a\\/b'",
                "'é'",
                "'\\ud800'",
                "'2026-11-22T00:23:41.250Z'",
                "'2026-11-22 00:23:41'",
                "'2026-13-22T00:23:41.250Z'",
                "[]",
                "['X']",
                "['X','Y','X']",
                "['X',1]",
                "[',']",
                "{}",
                "{'n':1}",
                "{'Level':1,'Energy':1.50,'Site':'X'}",
                "{'n':[1,{'m':2.0}]}",
                "{'n':1,'n':2}",
                "{'dn':'x'}",
                "{'':1}",
                "{'lfn':'/c'}",
                "[[[]]]");
    }

    private static Arbitrary<List<Damage>> damages() {
        Arbitrary<String> by =
                Arbitraries.of("", "'", ",", ":", "{", "}", "[", "]", " ", "\\", "0", "-", ".", "\u0000", "\n", "é");
        Arbitrary<Damage> damage = Combinators.combine(
                        Arbitraries.integers(), Arbitraries.integers().between(0, 2), by)
                .as(Damage::new);
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(List.of())),
                Tuple.of(1, damage.list().ofMinSize(1).ofMaxSize(2)));
    }
}
