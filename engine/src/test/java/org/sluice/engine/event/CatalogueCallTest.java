package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sluice.engine.event.Codecs.decode;
import static org.sluice.engine.event.Codecs.event;
import static org.sluice.engine.event.Codecs.rejected;
import static org.sluice.engine.event.Codecs.rejection;
import static org.sluice.engine.event.Codecs.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls as DIRAC's catalogue clients make them, forwarded with their arguments. */
class CatalogueCallTest {

    private static final Instant TIME = Instant.parse("2026-11-22T01:00:00Z");

    @Test
    void addFileRegistersEachLfn() {
        List<Decoded> results = decode(
                call(
                        "addFile",
                        "'id':'c1','lfns':{'/vo/a':{'PFN':'srm://x','Size':123,'SE':'CERN-DST','GUID':'G','Checksum':'0badcafe',"
                                + "'Metadata':{'L':1}},'/vo/b':{'Size':'42','SE':['X','Y'],'GUID':'','Checksum':''},'/vo/c':true}"));

        assertThat(results)
                .extracting(Codecs::event)
                .containsExactly(
                        new FileEvent.FileRegistered(
                                header("c1#/vo/a"),
                                "/vo/a",
                                OptionalLong.of(123),
                                Optional.of("0badcafe"),
                                Optional.of("G"),
                                List.of("CERN-DST"),
                                Map.of("L", IntNode.valueOf(1))),
                        new FileEvent.FileRegistered(
                                header("c1#/vo/b"),
                                "/vo/b",
                                OptionalLong.of(42),
                                Optional.empty(),
                                Optional.empty(),
                                List.of("X", "Y"),
                                Map.of()),
                        new FileEvent.FileRegistered(
                                header("c1#/vo/c"),
                                "/vo/c",
                                OptionalLong.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Map.of()));
    }

    @Test
    void replicaCallsTakeTheSe() {
        assertThat(events("addReplica", "'id':'c','lfns':{'/a':{'PFN':'p','SE':'X'}}"))
                .containsExactly(new FileEvent.ReplicaRegistered(header("c#/a"), "/a", List.of("X")));
        assertThat(events("removeReplica", "'id':'c','lfns':{'/a':{'SE':['X','Y']}}"))
                .containsExactly(new FileEvent.ReplicaRemoved(header("c#/a"), "/a", List.of("X", "Y")));
    }

    @Test
    void removeFileTakesLfnsInAllOfDiracsShapes() {
        FileEvent a = new FileEvent.FileRemoved(header("c#/a"), "/a");
        FileEvent b = new FileEvent.FileRemoved(header("c#/b"), "/b");

        assertThat(events("removeFile", "'id':'c','lfns':['/a','/b','/a']")).containsExactly(a, b);
        assertThat(events("removeFile", "'id':'c','lfns':{'/a':true,'/b':{}}")).containsExactly(a, b);
        assertThat(events("removeFile", "'id':'c','lfns':'/a'")).containsExactly(a);
    }

    @Test
    void setMetadataOfAPathThatMightBeEitherIsSetOnEither() {
        Map<String, JsonNode> metadata = Map.of("L", IntNode.valueOf(1));

        assertThat(events("setMetadata", "'id':'c','path':'/vo/a','metadatadict':{'L':1}"))
                .containsExactly(
                        new FileEvent.FileMetadataSet(header("c#/vo/a"), "/vo/a", metadata),
                        new FileEvent.DirectoryMetadataSet(header("c#/vo/a/"), "/vo/a", metadata));
        assertThat(events("setMetadata", "'id':'c','path':'/vo/a/','metadatadict':{'L':1}"))
                .containsExactly(new FileEvent.DirectoryMetadataSet(header("c#/vo/a/"), "/vo/a", metadata));
        assertThat(events("setMetadata", "'id':'c','directory':'/vo/a','metadatadict':{'L':1}"))
                .containsExactly(new FileEvent.DirectoryMetadataSet(header("c#/vo/a/"), "/vo/a", metadata));
        assertThat(events("setMetadata", "'id':'c','lfn':'/vo/a','metadatadict':{'L':1}"))
                .containsExactly(new FileEvent.FileMetadataSet(header("c#/vo/a"), "/vo/a", metadata));
    }

    @Test
    void eachResultCarriesTheCallReducedToItsLfnWhichReadsAsTheSameEvent() {
        for (String call : List.of(
                call("addFile", "'x':[1.50],'lfns':{'/a':{'Size':1},'/b':{'Size':2}}"),
                call("addFile", "'id':'c','lfns':{'/a':{'Size':1},'/b':{'Size':2}}"),
                call("removeFile", "'lfns':['/a','/b']"),
                call("setMetadata", "'path':'/a','metadatadict':{}"),
                call("setMetadata", "'id':7,'path':'/a','metadatadict':{}"))) {
            List<Decoded> results = decode(call);
            assertThat(results).hasSize(2).doesNotHaveDuplicates();
            for (Decoded result : results) {
                assertThat(Codecs.accepted(text(result.body()))).isEqualTo(event(result));
            }
        }
        assertThat(decode(call("removeFile", "'lfns':['/a','/b']")))
                .extracting(decoded -> text(decoded.body()))
                .containsExactly(call("removeFile", "'lfns':['/a']"), call("removeFile", "'lfns':['/b']"));
    }

    @Test
    void oneBadLfnIsRefusedByItself() {
        List<Decoded> results =
                decode(call("addFile", "'id':'c','lfns':{'/a':{},'b':{},'/c':{'Size':-1},'/d':7,'/e':{}}"));

        assertThat(event(results.get(0))).isInstanceOf(FileEvent.FileRegistered.class);
        assertThat(rejection(results.get(1)).reason()).isEqualTo(RejectionReason.INVALID_LFN);
        assertThat(rejection(results.get(1)).eventId()).contains("c#b");
        assertThat(text(results.get(1).body())).isEqualTo(call("addFile", "'id':'c','lfns':{'b':{}}"));
        assertThat(rejection(results.get(2)).reason()).isEqualTo(RejectionReason.WRONG_TYPE);
        assertThat(rejection(results.get(2)).message()).contains("lfns[/c].Size");
        assertThat(rejection(results.get(3)).message()).contains("lfns[/d]", "an object", "the number 7");
        assertThat(event(results.get(4))).isInstanceOf(FileEvent.FileRegistered.class);
    }

    @Test
    void readsACallOfThousandsOfLfns() {
        String lfns = IntStream.range(0, 20_000)
                .mapToObj(i -> "'/vo/data/run7/%06d.dst':{}".formatted(i))
                .collect(Collectors.joining(","));

        assertThat(decode(call("addFile", "'lfns':{" + lfns + "}")))
                .hasSize(20_000)
                .allSatisfy(decoded -> assertThat(decoded).isInstanceOf(Decoded.Accepted.class));
    }

    static Stream<Arguments> callsThatAreNone() {
        return Stream.of(
                arguments(call("addFiles", "'lfns':['/a']"), RejectionReason.UNKNOWN_EVENT, "\"addFile\""),
                arguments(call("addFile", "'lfn':'/a'"), RejectionReason.MISSING_FIELD, "\"lfns\""),
                arguments(call("addFile", "'lfns':{}"), RejectionReason.MISSING_FIELD, "at least one"),
                arguments(call("addFile", "'lfns':[]"), RejectionReason.MISSING_FIELD, "at least one"),
                arguments(call("addFile", "'lfns':5"), RejectionReason.WRONG_TYPE, "the number 5"),
                arguments(call("addFile", "'lfns':[{}]"), RejectionReason.WRONG_TYPE, "an object"),
                arguments(call("addFile", "'lfns':[['/a']]"), RejectionReason.WRONG_TYPE, "an array"),
                arguments(call("addReplica", "'lfns':['/a']"), RejectionReason.MISSING_FIELD, "lfns[/a].SE"),
                arguments(call("addReplica", "'lfns':{'/a':'X'}"), RejectionReason.WRONG_TYPE, "lfns[/a]"),
                arguments(call("removeReplica", "'lfns':{'/a':{'SE':7}}"), RejectionReason.WRONG_TYPE, "lfns[/a].SE"),
                arguments(call("setMetadata", "'metadatadict':{}"), RejectionReason.MISSING_FIELD, "\"directory\""),
                arguments(call("setMetadata", "'path':'/a'"), RejectionReason.MISSING_FIELD, "\"metadatadict\""),
                arguments(call("setMetadata", "'path':'a','metadatadict':{}"), RejectionReason.INVALID_LFN, "\"path\""),
                arguments(call("setMetadata", "'path':5,'metadatadict':{}"), RejectionReason.WRONG_TYPE, "\"path\""),
                arguments(
                        call("setMetadata", "'path':'/a','lfn':'/b','metadatadict':{}"),
                        RejectionReason.WRONG_TYPE,
                        "Only one"),
                arguments("{\"method\":null}", RejectionReason.MISSING_FIELD, "\"method\""),
                arguments("{\"method\":[]}", RejectionReason.WRONG_TYPE, "\"method\""));
    }

    @ParameterizedTest
    @MethodSource("callsThatAreNone")
    void refusesWhatIsNoCall(String body, RejectionReason reason, String words) {
        assertThat(rejected(body).reason()).isEqualTo(reason);
        assertThat(rejected(body).message()).contains(words);
    }

    @Test
    void refusesACallWhoseCopiesWouldFillTheMemory() {
        String lfns = IntStream.range(0, 1000).mapToObj(i -> "'/" + i + "'").collect(Collectors.joining(","));
        String body = call("removeFile", "'x':'" + "x".repeat(500_000) + "','lfns':[" + lfns + "]");

        assertThat(rejected(body).reason()).isEqualTo(RejectionReason.TOO_LARGE);
        assertThat(rejected(body).message()).contains("1000 LFNs", "split");
    }

    private static List<FileEvent> events(String method, String arguments) {
        return decode(call(method, arguments)).stream().map(Codecs::event).toList();
    }

    private static EventHeader header(String id) {
        return new EventHeader(id, TIME, Optional.empty());
    }

    private static String call(String method, String arguments) {
        return "{'method':'%s','time':'2026-11-22T01:00:00Z',%s}"
                .formatted(method, arguments)
                .replace('\'', '"');
    }
}
