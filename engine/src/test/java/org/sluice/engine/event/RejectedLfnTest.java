package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectedLfnTest {
    private static Optional<String> lfn(String singleQuoted) {
        return lfn(singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> lfn(byte[] body) {
        List<Decoded> results = new EventCodec().decode(body, Instant.EPOCH);
        assertThat(results).singleElement().isInstanceOf(Decoded.Rejected.class);
        return ((Decoded.Rejected) results.get(0)).lfn();
    }

    private static String base64(String singleQuoted) {
        return Base64.getEncoder()
                .encodeToString(singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'event':'FileRegistered','lfn':'b'}",
                "{'event':'FileRegistered','metadata':{'lfn':'c'},'lfn':'b','size':-1}",
                "[{'event':'FileRegistered','lfn':'b'}]",
                "{'event':'Nonsense','lfn':'b','x':[{'lfn':'c'}]}",
                "{'lfn':'b'}",
                "{'method':'addFile','lfns':{'b':{'Size':'x','lfn':'c'}}}",
                "{'method':'removeFile','lfns':['b']}",
                "{'method':'removeFile','lfns':'b'}",
                "{'method':'setMetadata','lfn':'b','metadatadict':{}}",
                "{'specversion':'1.0','data':{'lfn':'b','metadata':{'lfn':'c'}}}",
                "{'event':'FileRegistered','lfn':'b','d':1e9999999999}",
                "{'event':'FileRegistered','d':1e9999999999,'lfn':'b'}",
                "{'event':'FileRegistered','lfn':'b','lfn':'b'}",
                "{'event':'FileRegistered','lfn':'b','size':",
                "{'event':'FileRegistered','lfn':'b','x':'\\ud800'}"
            })
    void isFoundInEveryForm(String body) {
        assertThat(lfn(body)).contains("b");
    }

    @Test
    void isFoundInBase64() {
        String envelope =
                "{'specversion':'1.0','id':'1','source':'s','type':'org.sluice.FileRegistered','data_base64':'";

        assertThat(lfn(envelope + base64("{'lfn':'b'}") + "'}")).contains("b");
        assertThat(lfn(envelope + base64("5") + "'}")).isEmpty();
        assertThat(lfn(envelope + "%'}")).isEmpty();
    }

    @Test
    void isFoundBesideWhatIsBeyondAllLimits() {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);

        assertThat(lfn("{'event':'FileRegistered','x':" + deep + ",'lfn':'b'}")).contains("b");
        assertThat(lfn("{'event':'FileRegistered','x':" + "9".repeat(900_000) + ",'lfn':'b'}"))
                .contains("b");
        assertThat(lfn("{'event':'FileRegistered','lfn':'b','x':'" + "x".repeat(1 << 20) + "'}"))
                .contains("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "5",
                "[[]]",
                "{'event':'FileRegistered'}",
                "{'event':'FileRegistered','lfn':5}",
                "{'event':'FileRegistered','lfn':{'lfn':'b'}}",
                "{'event':'FileRegistered','lfn':'b','lfn':'c'}",
                "{'event':'FileRegistered','lfn':'\\udc00'}",
                "{'event':'RunEnded','key':'k','value':{'lfn':'c'}}",
                "{'method':'nonsense','lfns':['b','c']}",
                "{'method':'addFile','lfns':{'b':{},'c':{",
                "{'method':'removeFile','lfns':['b',",
                "{'specversion':'1.0','data':5}"
            })
    void isAbsentWhereNoneOrSeveralAreNamed(String body) {
        assertThat(lfn(body)).isEmpty();
    }

    @Test
    void isAbsentWhereTheBodyIsNotUtf8() {
        assertThat(lfn("{\"lfn\":\"/vo/é\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
    }
}
