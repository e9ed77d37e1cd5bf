package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sluice.engine.event.Codecs.accepted;
import static org.sluice.engine.event.Codecs.decode;
import static org.sluice.engine.event.Codecs.event;
import static org.sluice.engine.event.Codecs.rejected;
import static org.sluice.engine.event.Codecs.rejection;
import static org.sluice.engine.event.Codecs.text;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.event.EventHeader.Producer;

class CloudEventTest {

    private static final Instant TIME = Instant.parse("2026-11-22T01:00:00Z");

    @Test
    void readsTheEventInTheData() {
        String envelope = envelope("FileRemoved", "'data':{'lfn':'/a','id':'inner','producer':{'host':'h'}}");

        assertThat(accepted(envelope))
                .isEqualTo(new FileEvent.FileRemoved(
                        new EventHeader(
                                "/sensors/tn-1 e1",
                                TIME,
                                Optional.of(new Producer(Optional.empty(), Optional.of("h")))),
                        "/a"));
        assertThat(text(decode(envelope).get(0).body())).isEqualTo(envelope);
    }

    @Test
    void prefersTheTimeOfTheData() {
        assertThat(accepted(envelope("FileRemoved", "'data':{'lfn':'/a','time':'2026-11-22T00:30:00Z'}"))
                        .header()
                        .time())
                .isEqualTo(Instant.parse("2026-11-22T00:30:00Z"));
    }

    @Test
    void readsDataInBase64() {
        String data = Base64.getEncoder()
                .encodeToString("{\"event\":\"FileRemoved\",\"lfn\":\"/ä\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(accepted(envelope("FileRemoved", "'data_base64':'" + data + "'")))
                .isEqualTo(
                        new FileEvent.FileRemoved(new EventHeader("/sensors/tn-1 e1", TIME, Optional.empty()), "/ä"));
    }

    @Test
    void readsABatchAndRefusesOnlyWhatIsWrongInIt() {
        String good = envelope("FileRemoved", "'data':{'lfn':'/a'}");
        String bad = envelope("FileRemoved", "'data':{'lfn':'a'}");

        List<Decoded> results = decode("[" + good + "," + bad + "]");

        assertThat(event(results.get(0))).isInstanceOf(FileEvent.FileRemoved.class);
        assertThat(rejection(results.get(1)).reason()).isEqualTo(RejectionReason.INVALID_LFN);
        assertThat(rejection(results.get(1)).message()).contains("\"data.lfn\"", "Element 2 of 2");
        assertThat(rejection(results.get(1)).eventId()).contains("/sensors/tn-1 e1");
        assertThat(text(results.get(1).body())).isEqualTo(bad);
    }

    static Stream<Arguments> envelopesThatAreNone() {
        return Stream.of(
                arguments(envelope("FileRemoved", "'x':1"), RejectionReason.MISSING_FIELD, "\"data\""),
                arguments(envelope("FileRemoved", "'data':'text'"), RejectionReason.WRONG_TYPE, "\"data\""),
                arguments(envelope("FileRemoved", "'data':[]"), RejectionReason.WRONG_TYPE, "an array"),
                arguments(envelope("FileRemovd", "'data':{}"), RejectionReason.UNKNOWN_EVENT, "\"FileRemoved\""),
                arguments(
                        envelope("FileRemoved", "'data':{'event':'RunEnded'}"),
                        RejectionReason.WRONG_TYPE,
                        "\"data.event\""),
                arguments(
                        envelope("FileRemoved", "'data':{},'data_base64':'e30='"),
                        RejectionReason.WRONG_TYPE,
                        "\"data_base64\""),
                arguments(envelope("FileRemoved", "'data_base64':'%'"), RejectionReason.WRONG_TYPE, "Base64"),
                arguments(envelope("FileRemoved", "'data_base64':'/w=='"), RejectionReason.MALFORMED_UTF8, "0xFF"),
                arguments(envelope("FileRemoved", "'data_base64':'ew=='"), RejectionReason.MALFORMED_JSON, "JSON"),
                arguments(envelope("FileRemoved", "'data_base64':'W10='"), RejectionReason.WRONG_TYPE, "an array"),
                arguments(
                        envelope("FileRemoved", "'data':{'lfn':'/a'}").replace("1.0", "0.3"),
                        RejectionReason.WRONG_TYPE,
                        "\"specversion\""),
                arguments(
                        envelope("FileRemoved", "'data':{'lfn':'/a'}").replace("org.sluice.", "com.example."),
                        RejectionReason.UNKNOWN_EVENT,
                        "\"org.sluice.FileRemoved\""),
                arguments(
                        envelope("FileRemoved", "'data':{'lfn':'/a'}").replace("\"e1\"", "\"\""),
                        RejectionReason.WRONG_TYPE,
                        "\"id\""),
                arguments(
                        envelope("FileRemoved", "'data':{'lfn':'/a'}").replace("\"source\"", "\"sauce\""),
                        RejectionReason.MISSING_FIELD,
                        "\"source\""),
                arguments(
                        envelope("FileRemoved", "'data':{'lfn':'/a'}").replace("/sensors/", "two words"),
                        RejectionReason.WRONG_TYPE,
                        "white space"),
                arguments(
                        envelope("FileRemoved", "'data':{'lfn':'/a'}").replace("2026-11-22T", "soon"),
                        RejectionReason.INVALID_TIME,
                        "soon"));
    }

    @ParameterizedTest
    @MethodSource("envelopesThatAreNone")
    void refusesWhatIsNoEnvelopeOfAnEvent(String body, RejectionReason reason, String words) {
        assertThat(rejected(body).reason()).isEqualTo(reason);
        assertThat(rejected(body).message()).contains(words);
    }

    private static String envelope(String kind, String data) {
        return "{'specversion':'1.0','type':'org.sluice.%s','source':'/sensors/tn-1','id':'e1','time':'2026-11-22T01:00:00Z',%s}"
                .formatted(kind, data)
                .replace('\'', '"');
    }
}
