package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.event.Codecs.RECEIVED;
import static org.sluice.engine.event.Codecs.accepted;
import static org.sluice.engine.event.Codecs.body;
import static org.sluice.engine.event.Codecs.decode;
import static org.sluice.engine.event.Codecs.event;
import static org.sluice.engine.event.Codecs.rejection;
import static org.sluice.engine.event.Codecs.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.EventHeader.Producer;

/** What each kind of event reads as, with stated answers. */
class EventCodecTest {

    private static final EventHeader HEADER =
            new EventHeader("e1", Instant.parse("2026-11-22T00:23:41.250Z"), Optional.empty());

    @Test
    void readsARegistrationWithEverythingItCanSay() {
        String body =
                """
                {"event":"FileRegistered", "id":"e1", "time":"2026-11-22T00:23:41.250Z", "lfn":"/vo/a/b.dst", "size":123,
                 "checksum":"adler32:0badcafe", "guid":"g-1", "replicas":["CERN-DST","GRIF-DISK","CERN-DST"],
                 "metadata":{"DataLevel":1, "Site":"LaPalma", "Energy":2.50, "Good":true, "Runs":[1,2], "Gone":null},
                 "producer":{"dn":"/DC=ch/CN=x", "host":"n1.cern.ch"}, "colour":"ignored"}""";

        assertThat(accepted(body))
                .isEqualTo(new FileEvent.FileRegistered(
                        new EventHeader(
                                "e1",
                                HEADER.time(),
                                Optional.of(new Producer(Optional.of("/DC=ch/CN=x"), Optional.of("n1.cern.ch")))),
                        "/vo/a/b.dst",
                        OptionalLong.of(123),
                        Optional.of("adler32:0badcafe"),
                        Optional.of("g-1"),
                        List.of("CERN-DST", "GRIF-DISK"),
                        Map.of(
                                "DataLevel", IntNode.valueOf(1),
                                "Site", TextNode.valueOf("LaPalma"),
                                "Energy", DecimalNode.valueOf(new BigDecimal("2.50")),
                                "Good", BooleanNode.TRUE,
                                "Runs",
                                        new ArrayNode(JsonNodeFactory.instance)
                                                .add(1)
                                                .add(2),
                                "Gone", NullNode.getInstance())));
        assertThat(decode(body).get(0).body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsARegistrationThatSaysOnlyTheLfn() {
        assertThat(
                        accepted(
                                "{\"event\":\"FileRegistered\",\"id\":\"e1\",\"time\":\"2026-11-22T00:23:41.25Z\",\"lfn\":\"/a\"}"))
                .isEqualTo(new FileEvent.FileRegistered(
                        HEADER, "/a", OptionalLong.empty(), Optional.empty(), Optional.empty(), List.of(), Map.of()));
    }

    @Test
    void takesANullForAnAbsentField() {
        assertThat(accepted(
                        body("FileRegistered", "'lfn':'/a','size':null,'replicas':null,'metadata':null,'guid':null")))
                .isEqualTo(accepted(body("FileRegistered", "'lfn':'/a'")));
    }

    @Test
    void readsReplicaEvents() {
        assertThat(accepted(body("ReplicaRegistered", "'lfn':'/a','replicas':['X','Y']")))
                .isEqualTo(new FileEvent.ReplicaRegistered(HEADER, "/a", List.of("X", "Y")));
        assertThat(accepted(body("ReplicaRemoved", "'lfn':'/a','replicas':'X'")))
                .isEqualTo(new FileEvent.ReplicaRemoved(HEADER, "/a", List.of("X")));
    }

    @Test
    void readsMetadataOfAFileAndOfADirectory() {
        assertThat(accepted(body("MetadataSet", "'lfn':'/a','metadata':{'k':null}")))
                .isEqualTo(new FileEvent.FileMetadataSet(HEADER, "/a", Map.of("k", NullNode.getInstance())));
        assertThat(accepted(body("MetadataSet", "'directory':'/a/b//','metadata':{'k':'v'}")))
                .isEqualTo(new FileEvent.DirectoryMetadataSet(HEADER, "/a/b", Map.of("k", TextNode.valueOf("v"))));
        assertThat(accepted(body("MetadataSet", "'directory':'/','metadata':{}")))
                .isEqualTo(new FileEvent.DirectoryMetadataSet(HEADER, "/", Map.of()));
    }

    @Test
    void readsRemovalEndOfRunAndFeedback() {
        assertThat(accepted(body("FileRemoved", "'lfn':'/a'"))).isEqualTo(new FileEvent.FileRemoved(HEADER, "/a"));
        assertThat(accepted(body("RunEnded", "'key':'RunNumber','value':7042")))
                .isEqualTo(new FileEvent.RunEnded(HEADER, "RunNumber", IntNode.valueOf(7042)));
        assertThat(accepted(body("TaskStatusChanged", "'transformation':12,'task':34,'status':'Done'")))
                .isEqualTo(new FileEvent.TaskStatusChanged(HEADER, 12, 34, "Done", Optional.empty()));
        assertThat(accepted(body("TaskStatusChanged", "'transformation':12,'task':34,'status':'Done','externalId':99")))
                .isEqualTo(new FileEvent.TaskStatusChanged(HEADER, 12, 34, "Done", Optional.of("99")));
    }

    @Test
    void takesASizeThatIsWholeHoweverItIsWritten() {
        assertThat(size("1e3")).hasValue(1000);
        assertThat(size("123.0")).hasValue(123);
        assertThat(size("0")).hasValue(0);
        assertThat(size("9223372036854775807")).hasValue(Long.MAX_VALUE);
    }

    private static OptionalLong size(String size) {
        return ((FileEvent.FileRegistered) accepted(body("FileRegistered", "'lfn':'/a','size':" + size))).sizeBytes();
    }

    @Test
    void keepsDecimalsAsTheyWereWritten() {
        var registered = (FileEvent.FileRegistered)
                accepted(body("FileRegistered", "'lfn':'/a','metadata':{'x':0.10,'y':12345678901234567890.123456789}"));

        assertThat(registered.metadata())
                .containsEntry("x", DecimalNode.valueOf(new BigDecimal("0.10")))
                .containsEntry("y", DecimalNode.valueOf(new BigDecimal("12345678901234567890.123456789")));
        assertThat(registered.metadata()).extractingByKey("x").hasToString("0.10");
    }

    @Test
    void takesAnLfnWithAnythingTheTablesCanHold() {
        String longest = "/" + "ä".repeat(254);
        for (String lfn :
                List.of("/vo/with blank /x", "/vo/é漢/Ünï", "/vo//double/../dots/.", "/vo/tab\\tnew", longest)) {
            assertThat(decode(body("FileRemoved", "'lfn':'" + lfn + "'")).get(0))
                    .as(lfn)
                    .isInstanceOf(Decoded.Accepted.class);
        }
    }

    @Test
    void passesOverAByteOrderMark() {
        String body = "\uFEFF" + body("FileRemoved", "'lfn':'/a'");

        assertThat(accepted(body)).isEqualTo(new FileEvent.FileRemoved(HEADER, "/a"));
    }

    @Test
    void readsAnArrayInOrderAndEachEventHasItsOwnText() {
        String first = "{ \"event\":\"FileRemoved\", \"lfn\":\"/vo/ä€\" }";
        String second = "{\"event\":\"FileRemoved\",\t\"lfn\":7}";
        String third = "{\"event\":\"FileRemoved\",\"lfn\":\"/c\"}";

        List<Decoded> results = decode("\uFEFF [ " + first + " ,\n" + second + "," + third + "]\n");

        assertThat(results).extracting(decoded -> text(decoded.body())).containsExactly(first, second, third);
        assertThat(((FileEvent.FileRemoved) event(results.get(0))).lfn()).isEqualTo("/vo/ä€");
        assertThat(rejection(results.get(1)).reason()).isEqualTo(RejectionReason.WRONG_TYPE);
        assertThat(rejection(results.get(1)).message()).contains("\"lfn\"", "the number 7", "Element 2 of 3");
        assertThat(((FileEvent.FileRemoved) event(results.get(2))).lfn()).isEqualTo("/c");
    }

    @Test
    void oneElementThatCannotBeReadDoesNotCostItsNeighbours() {
        String good = "{\"event\":\"FileRemoved\",\"lfn\":\"/a\"}";
        String twice = "{\"event\":\"FileRemoved\",\"lfn\":\"/a\",\"lfn\":\"/b\"}";
        String huge = "{\"event\":\"FileRemoved\",\"lfn\":\"/a\",\"x\":" + "9".repeat(2000) + "}";
        String exponent = "{\"event\":\"FileRemoved\",\"lfn\":\"/a\",\"x\":1e99999999999}";
        String deep = "[".repeat(500) + "]".repeat(500);

        List<Decoded> results =
                decode("[" + String.join(",", good, twice, huge, exponent, deep, "\"text\"", "5", good) + "]");

        assertThat(results).hasSize(8);
        assertThat(event(results.get(0))).isInstanceOf(FileEvent.FileRemoved.class);
        assertThat(rejection(results.get(1)).message()).contains("twice");
        assertThat(results.subList(1, 5))
                .extracting(decoded -> rejection(decoded).reason())
                .containsOnly(RejectionReason.MALFORMED_JSON);
        assertThat(results.subList(1, 7))
                .extracting(decoded -> text(decoded.body()))
                .containsExactly(twice, huge, exponent, deep, "\"text\"", "5");
        assertThat(event(results.get(7))).isInstanceOf(FileEvent.FileRemoved.class);
    }

    @Test
    void takesAnIntegerForAnId() {
        assertThat(accepted("{\"event\":\"FileRemoved\",\"lfn\":\"/a\",\"id\":42}")
                        .header()
                        .id())
                .isEqualTo("42");
    }

    @Test
    void standsInTheDigestOfTheSortedJsonForAMissingId() throws Exception {
        String canonical = "{\"event\":\"FileRemoved\",\"lfn\":\"/a\",\"x\":{\"a\":1.50,\"b\":[2,\"ä\"]}}";
        String id = sha256(canonical);

        assertThat(accepted(canonical).header().id()).isEqualTo(id);
        assertThat(accepted(
                                " {\"x\" : {\"b\":[2, \"\\u00e4\"],\"a\":1.50}, \"lfn\":\"/a\", \"event\":\"FileRemoved\"} ")
                        .header()
                        .id())
                .isEqualTo(id);
        assertThat(accepted(canonical.replace("1.50", "1.5")).header().id()).isNotEqualTo(id);
        assertThat(accepted(canonical.replace("{\"event", "{\"id\":\"\",\"event"))
                        .header()
                        .id())
                .isEqualTo(sha256(canonical.replace("\"lfn", "\"id\":\"\",\"lfn")));
    }

    @Test
    void keepsTheDigestOfAnIdLongerThan255Characters() throws Exception {
        String fits = "i".repeat(255);
        String tooLong = "i".repeat(256);

        assertThat(accepted("{\"event\":\"FileRemoved\",\"lfn\":\"/a\",\"id\":\"" + fits + "\"}")
                        .header()
                        .id())
                .isEqualTo(fits);
        assertThat(accepted("{\"event\":\"FileRemoved\",\"lfn\":\"/a\",\"id\":\"" + tooLong + "\"}")
                        .header()
                        .id())
                .isEqualTo(sha256(tooLong));
    }

    @Test
    void takesTheTimeOfReceiptToTheMicrosecondWhereNoneIsGiven() {
        assertThat(accepted("{\"event\":\"FileRemoved\",\"lfn\":\"/a\"}")
                        .header()
                        .time())
                .isEqualTo(Instant.parse("2026-11-22T12:00:00.123456Z"))
                .isBefore(RECEIVED);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
