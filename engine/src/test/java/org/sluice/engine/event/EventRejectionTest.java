package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sluice.engine.event.Codecs.body;
import static org.sluice.engine.event.Codecs.rejected;
import static org.sluice.engine.event.RejectionReason.INVALID_LFN;
import static org.sluice.engine.event.RejectionReason.INVALID_TIME;
import static org.sluice.engine.event.RejectionReason.LFN_UNSTORABLE;
import static org.sluice.engine.event.RejectionReason.MALFORMED_JSON;
import static org.sluice.engine.event.RejectionReason.MALFORMED_UTF8;
import static org.sluice.engine.event.RejectionReason.MISSING_FIELD;
import static org.sluice.engine.event.RejectionReason.TOO_LARGE;
import static org.sluice.engine.event.RejectionReason.UNKNOWN_EVENT;
import static org.sluice.engine.event.RejectionReason.WRONG_TYPE;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not an event: the code that scripts read, and the words that people read. */
class EventRejectionTest {

    static Stream<Arguments> bodiesThatAreNoJson() {
        return Stream.of(
                arguments("", "empty"),
                arguments("  \n", "empty"),
                arguments("\uFEFF", "empty"),
                arguments("not json", "line 1, column"),
                arguments("{", "(begun at line 1, column 1)"),
                arguments("{\"event\":\"FileRemoved\",\n\"lfn\":\"/a\"", "line 2"),
                arguments("{\"event\":\"FileRemoved\" \"lfn\":\"/a\"}", "comma"),
                arguments("{'event':'FileRemoved'}", "line 1, column 2"),
                arguments("{\"event\":\"FileRemoved\",\"lfn\":\"/a\",}", "line 1"),
                arguments("{\"lfn\":\"/a\nb\"}", "line 1"),
                arguments("{\"lfn\":\"\\x\"}", "escape"),
                arguments("{\"size\":01}", "zero"),
                arguments("{\"size\":NaN}", "NaN"),
                arguments("{\"size\":1.}", "line 1"),
                arguments("{\"size\":0x10}", "line 1"),
                arguments("{} {}", "goes on after its JSON value (line 1, column 4)"),
                arguments("[] x", "line 1"),
                arguments("[{\"event\":\"FileRemoved\",\"lfn\":\"/a\"},", "line 1"),
                arguments("[{\"event\":\"FileRemoved\",\"lfn\":\"/a\"}}", "line 1"),
                arguments("[{\"event\":\"FileRemoved\",\"lfn\":\"/a\"}{}]", "comma"),
                arguments("[{}],", "line 1, column 5"),
                arguments("[".repeat(2000), "1000"),
                arguments("{\"a\":".repeat(200) + "1" + "}".repeat(200), "100"),
                arguments("{\"a\":1,\"b\":2,\"a\":3}", "twice"),
                arguments("{\"a\":" + "1".repeat(1001) + "}", "1000"),
                arguments("{\"a\":1e99999999999}", "exponent"),
                arguments("/* c */{}", "line 1"),
                arguments("{\"event\":\"FileRemoved\"}\u0000", "line 1"));
    }

    @ParameterizedTest
    @MethodSource("bodiesThatAreNoJson")
    void refusesWhatIsNoJson(String body, String words) {
        assertThat(rejected(body).reason()).isEqualTo(MALFORMED_JSON);
        assertThat(rejected(body).message())
                .contains(words)
                .endsWith(".")
                .hasSizeLessThan(600)
                .doesNotContain("com.fasterxml");
        assertThat(rejected(body).body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FF", // no such byte
                "22C0AF22", // "/" in an overlong form
                "22E08080AF22",
                "22EDA08022", // a surrogate
                "22F4908080", // beyond U+10FFFF
                "2280", // begins in the middle
                "7B22C3", // breaks off
                "FEFF007B007D", // UTF-16
            })
    void refusesWhatIsNoUtf8(String hex) {
        byte[] body = HexFormat.of().parseHex(hex);

        assertThat(rejected(body).reason()).isEqualTo(MALFORMED_UTF8);
        assertThat(rejected(body).message()).contains("UTF-8", "offset");
        assertThat(rejected(body).body()).isEqualTo(body);
    }

    @Test
    void refusesUtf16ThatHappensToBeUtf8() {
        assertThat(rejected("{}".getBytes(StandardCharsets.UTF_16LE)).reason()).isEqualTo(MALFORMED_JSON);
    }

    @Test
    void refusesHalfAnEscapedCharacter() {
        Decoded.Rejected rejected = rejected(body("FileRemoved", "'lfn':'/a\\uD83D'"));

        assertThat(rejected.reason()).isEqualTo(MALFORMED_UTF8);
        assertThat(rejected.message()).contains("surrogate");
        assertThat(rejected(body("MetadataSet", "'lfn':'/a','metadata':{'\\udc00':1}"))
                        .reason())
                .isEqualTo(MALFORMED_UTF8);
    }

    static Stream<Arguments> objectsThatAreNoEvents() {
        return Stream.of(
                arguments("{}", MISSING_FIELD, List.of("\"event\"")),
                arguments("[]", MISSING_FIELD, List.of("empty")),
                arguments("null", WRONG_TYPE, List.of("object", "null")),
                arguments("true", WRONG_TYPE, List.of("object", "true")),
                arguments("5", WRONG_TYPE, List.of("object", "the number 5")),
                arguments("\"FileRemoved\"", WRONG_TYPE, List.of("object", "the text \"FileRemoved\"")),
                arguments("[[{}]]", WRONG_TYPE, List.of("array", "not nested", "Element 1 of 1")),
                arguments(
                        body("FileRegistred", "'lfn':'/a'"),
                        UNKNOWN_EVENT,
                        List.of("FileRegistred", "nearest is \"FileRegistered\"")),
                arguments(
                        body("REPLICA_REMOVED", "'lfn':'/a'"), UNKNOWN_EVENT, List.of("nearest is \"ReplicaRemoved\"")),
                arguments("{\"event\":7}", WRONG_TYPE, List.of("\"event\"", "text", "the number 7")),
                arguments("{\"event\":null}", MISSING_FIELD, List.of("\"event\"")),
                arguments(body("FileRegistered", "'size':1"), MISSING_FIELD, List.of("\"lfn\"")),
                arguments(body("FileRegistered", "'lfn':['/a']"), WRONG_TYPE, List.of("\"lfn\"", "text", "an array")),
                arguments(body("FileRegistered", "'lfn':'vo/a'"), INVALID_LFN, List.of("\"lfn\"", "vo/a", "absolute")),
                arguments(body("FileRegistered", "'lfn':''"), INVALID_LFN, List.of("empty")),
                arguments(body("FileRegistered", "'lfn':'/'"), INVALID_LFN, List.of("root")),
                arguments(body("FileRegistered", "'lfn':'/a\\u0000b'"), INVALID_LFN, List.of("NUL")),
                arguments(
                        body("FileRegistered", "'lfn':'/" + "x".repeat(255) + "'"),
                        INVALID_LFN,
                        List.of("256 characters", "255")),
                arguments(body("FileRegistered", "'lfn':'/a😀'"), LFN_UNSTORABLE, List.of("U+FFFF", "utf8mb3")),
                arguments(body("FileRegistered", "'lfn':'/a;b'"), LFN_UNSTORABLE, List.of("InputVector")),
                arguments(body("FileRegistered", "'lfn':'/a\\ud83d\\ude00'"), LFN_UNSTORABLE, List.of("utf8mb3")),
                arguments(body("FileRegistered", "'lfn':'/a','size':-1"), WRONG_TYPE, List.of("\"size\"", "-1")),
                arguments(body("FileRegistered", "'lfn':'/a','size':1.5"), WRONG_TYPE, List.of("\"size\"", "1.5")),
                arguments(
                        body("FileRegistered", "'lfn':'/a','size':'12'"),
                        WRONG_TYPE,
                        List.of("\"size\"", "the text \"12\"")),
                arguments(
                        body("FileRegistered", "'lfn':'/a','size':9223372036854775808"),
                        WRONG_TYPE,
                        List.of("\"size\"", "9223372036854775808")),
                arguments(
                        body("FileRegistered", "'lfn':'/a','size':1e999999999"),
                        WRONG_TYPE,
                        List.of("\"size\"", "1E+999999999")),
                arguments(body("FileRegistered", "'lfn':'/a','size':1e-999999999"), WRONG_TYPE, List.of("\"size\"")),
                arguments(body("FileRegistered", "'lfn':'/a','checksum':7"), WRONG_TYPE, List.of("\"checksum\"")),
                arguments(body("FileRegistered", "'lfn':'/a','guid':{}"), WRONG_TYPE, List.of("\"guid\"")),
                arguments(
                        body("FileRegistered", "'lfn':'/a','replicas':{'X':1}"),
                        WRONG_TYPE,
                        List.of("\"replicas\"", "an object")),
                arguments(
                        body("FileRegistered", "'lfn':'/a','replicas':['X',1]"),
                        WRONG_TYPE,
                        List.of("\"replicas[1]\"", "the number 1")),
                arguments(body("FileRegistered", "'lfn':'/a','replicas':['']"), WRONG_TYPE, List.of("\"replicas[0]\"")),
                arguments(body("FileRegistered", "'lfn':'/a','replicas':['A,B']"), WRONG_TYPE, List.of("no comma")),
                arguments(
                        body("FileRegistered", "'lfn':'/a','replicas':['😀']"), WRONG_TYPE, List.of("\"replicas[0]\"")),
                arguments(
                        body("FileRegistered", "'lfn':'/a','metadata':[]"),
                        WRONG_TYPE,
                        List.of("\"metadata\"", "an array")),
                arguments(
                        body("FileRegistered", "'lfn':'/a','metadata':{'':1}"),
                        WRONG_TYPE,
                        List.of("\"metadata\"", "1 to 255")),
                arguments(
                        body("FileRegistered", "'lfn':'/a','metadata':{'E':[1e999999999]}"),
                        WRONG_TYPE,
                        List.of("\"metadata.E\"", "exponent")),
                arguments(body("FileRegistered", "'lfn':'/a','producer':'me'"), WRONG_TYPE, List.of("\"producer\"")),
                arguments(
                        body("FileRegistered", "'lfn':'/a','producer':{'dn':1}"),
                        WRONG_TYPE,
                        List.of("\"producer.dn\"")),
                arguments(body("ReplicaRegistered", "'lfn':'/a'"), MISSING_FIELD, List.of("\"replicas\"")),
                arguments(body("ReplicaRemoved", "'lfn':'/a','replicas':[]"), MISSING_FIELD, List.of("\"replicas\"")),
                arguments(body("MetadataSet", "'lfn':'/a'"), MISSING_FIELD, List.of("\"metadata\"")),
                arguments(body("MetadataSet", "'metadata':{}"), MISSING_FIELD, List.of("\"lfn\"", "\"directory\"")),
                arguments(body("MetadataSet", "'lfn':'/a','directory':'/','metadata':{}"), WRONG_TYPE, List.of("both")),
                arguments(
                        body("MetadataSet", "'directory':'vo/d','metadata':{}"),
                        INVALID_LFN,
                        List.of("\"directory\"", "vo/d")),
                arguments(body("FileRemoved", "'path':'/a'"), MISSING_FIELD, List.of("\"lfn\"")),
                arguments(body("RunEnded", "'value':1"), MISSING_FIELD, List.of("\"key\"")),
                arguments(body("RunEnded", "'key':'','value':1"), WRONG_TYPE, List.of("\"key\"", "not empty")),
                arguments(body("RunEnded", "'key':'Run'"), MISSING_FIELD, List.of("\"value\"")),
                arguments(body("RunEnded", "'key':'Run','value':[1]"), WRONG_TYPE, List.of("\"value\"", "an array")),
                arguments(
                        body("TaskStatusChanged", "'transformation':0,'task':1,'status':'Done'"),
                        WRONG_TYPE,
                        List.of("\"transformation\"", "the number 0")),
                arguments(
                        body("TaskStatusChanged", "'transformation':1,'task':'2','status':'Done'"),
                        WRONG_TYPE,
                        List.of("\"task\"")),
                arguments(
                        body("TaskStatusChanged", "'transformation':1,'status':'Done'"),
                        MISSING_FIELD,
                        List.of("\"task\"")),
                arguments(
                        body("TaskStatusChanged", "'transformation':1,'task':2,'status':''"),
                        WRONG_TYPE,
                        List.of("\"status\"")),
                arguments(
                        body("TaskStatusChanged", "'transformation':3000000000,'task':2,'status':'x'"),
                        WRONG_TYPE,
                        List.of("2147483647")),
                arguments(
                        "{\"event\":\"FileRemoved\",\"lfn\":\"/a\",\"time\":\"soon\"}",
                        INVALID_TIME,
                        List.of("soon", "2026-11-22T00:23:41.250Z")),
                arguments(
                        "{\"event\":\"FileRemoved\",\"lfn\":\"/a\",\"time\":1763771021}",
                        WRONG_TYPE,
                        List.of("\"time\"", "text")),
                arguments(
                        "{\"event\":\"FileRemoved\",\"lfn\":\"/a\",\"id\":1.5}",
                        WRONG_TYPE,
                        List.of("\"id\"", "text or an integer")));
    }

    @ParameterizedTest
    @MethodSource("objectsThatAreNoEvents")
    void refusesWhatIsNoEvent(String body, RejectionReason reason, List<String> words) {
        assertThat(rejected(body).reason()).isEqualTo(reason);
        assertThat(rejected(body).message()).contains(words).hasSizeLessThan(600);
    }

    @Test
    void tellsTheIdWhereItCouldBeRead() {
        assertThat(rejected(body("FileRemoved", "'lfn':7")).eventId()).contains("e1");
        assertThat(rejected("{\"event\":\"FileRemoved\",\"id\":[]}").eventId()).isEqualTo(Optional.empty());
        assertThat(rejected("{\"event\":\"FileRemoved\"}").eventId()).isEqualTo(Optional.empty());
    }

    @Test
    void refusesABodyOverOneMebibyteAndReadsOneOfExactlyThat() {
        byte[] body = new byte[1_048_577];
        Arrays.fill(body, (byte) ' ');
        byte[] event = body("FileRemoved", "'lfn':'/a'").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(event, 0, body, 0, event.length);

        assertThat(rejected(body).reason()).isEqualTo(TOO_LARGE);
        assertThat(rejected(body).message()).contains("1048577", "1048576");
        assertThat(rejected(body).body()).isSameAs(body);
        assertThat(Codecs.decode(Arrays.copyOf(body, 1_048_576)).get(0)).isInstanceOf(Decoded.Accepted.class);
    }
}
