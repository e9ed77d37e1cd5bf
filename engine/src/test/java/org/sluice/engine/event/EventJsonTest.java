package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.EventHeader.Producer;

class EventJsonTest {

    private static final EventHeader HEADER =
            new EventHeader("e1", Instant.parse("2026-11-22T00:23:41.250Z"), Optional.empty());
    private static final String BEGIN = "\",\"id\":\"e1\",\"time\":\"2026-11-22T00:23:41.250Z\",";

    @Test
    void writesARegistration() {
        Map<String, JsonNode> metadata = Map.of(
                "b", IntNode.valueOf(1), "a", DecimalNode.valueOf(new BigDecimal("1.50")), "c", NullNode.getInstance());
        EventHeader header = new EventHeader(
                "e1", HEADER.time(), Optional.of(new Producer(Optional.of("/DC=ch"), Optional.empty())));

        assertThat(json(new FileEvent.FileRegistered(
                        header,
                        "/a",
                        OptionalLong.of(5),
                        Optional.of("c"),
                        Optional.of("g"),
                        List.of("Y", "X"),
                        metadata)))
                .isEqualTo("{\"event\":\"FileRegistered" + BEGIN
                        + "\"lfn\":\"/a\",\"size\":5,\"checksum\":\"c\",\"guid\":\"g\",\"replicas\":[\"Y\",\"X\"],"
                        + "\"metadata\":{\"a\":1.50,\"b\":1,\"c\":null},\"producer\":{\"dn\":\"/DC=ch\"}}");
    }

    @Test
    void leavesOutWhatARegistrationDoesNotSay() {
        assertThat(json(new FileEvent.FileRegistered(
                        HEADER, "/a", OptionalLong.empty(), Optional.empty(), Optional.empty(), List.of(), Map.of())))
                .isEqualTo("{\"event\":\"FileRegistered" + BEGIN + "\"lfn\":\"/a\"}");
    }

    @Test
    void writesTheOtherKinds() {
        assertThat(json(new FileEvent.ReplicaRegistered(HEADER, "/a", List.of("X"))))
                .isEqualTo("{\"event\":\"ReplicaRegistered" + BEGIN + "\"lfn\":\"/a\",\"replicas\":[\"X\"]}");
        assertThat(json(new FileEvent.ReplicaRemoved(HEADER, "/a", List.of("X"))))
                .isEqualTo("{\"event\":\"ReplicaRemoved" + BEGIN + "\"lfn\":\"/a\",\"replicas\":[\"X\"]}");
        assertThat(json(new FileEvent.FileMetadataSet(HEADER, "/a", Map.of())))
                .isEqualTo("{\"event\":\"MetadataSet" + BEGIN + "\"lfn\":\"/a\",\"metadata\":{}}");
        assertThat(json(new FileEvent.DirectoryMetadataSet(HEADER, "/d", Map.of("k", IntNode.valueOf(1)))))
                .isEqualTo("{\"event\":\"MetadataSet" + BEGIN + "\"directory\":\"/d\",\"metadata\":{\"k\":1}}");
        assertThat(json(new FileEvent.FileRemoved(HEADER, "/a")))
                .isEqualTo("{\"event\":\"FileRemoved" + BEGIN + "\"lfn\":\"/a\"}");
        assertThat(json(new FileEvent.RunEnded(HEADER, "Run", IntNode.valueOf(7))))
                .isEqualTo("{\"event\":\"RunEnded" + BEGIN + "\"key\":\"Run\",\"value\":7}");
        assertThat(json(new FileEvent.TaskStatusChanged(HEADER, 1, 2, "Done", Optional.of("9"))))
                .isEqualTo("{\"event\":\"TaskStatusChanged" + BEGIN
                        + "\"transformation\":1,\"task\":2,\"status\":\"Done\",\"externalId\":\"9\"}");
    }

    @Test
    void namesTheKind() {
        assertThat(EventJson.kind(new FileEvent.DirectoryMetadataSet(HEADER, "/d", Map.of())))
                .isEqualTo("MetadataSet");
    }

    private static String json(FileEvent event) {
        return Codecs.text(EventJson.toBytes(event));
    }
}
