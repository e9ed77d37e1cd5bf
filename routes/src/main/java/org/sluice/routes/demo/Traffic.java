package org.sluice.routes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The messages that tell of a campaign, in the forms that producers use: plain events, arrays, CloudEvents, catalogue
 * calls; some twice, some broken.
 *
 * <p>They come in waves: a wave is sent when the one before has taken effect. Which files a filter such as
 * {@code {"Quality":"Missing"}} takes depends on what was known when; within a wave every file is spoken of once only,
 * so that the outcome does not depend on how messages meet in batches.
 *
 * @param before what is said of files before they are registered
 * @param registrations the registrations, with repeated and broken messages among them
 * @param metadata metadata that come late
 * @param replicas replicas that come late
 */
record Traffic(List<Message> before, List<Message> registrations, List<Message> metadata, List<Message> replicas) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant FIRST = Instant.parse("2025-04-01T06:00:00Z");
    private static final int ARRAY_SIZE = 12;

    Traffic {
        before = List.copyOf(before);
        registrations = List.copyOf(registrations);
        metadata = List.copyOf(metadata);
        replicas = List.copyOf(replicas);
    }

    List<List<Message>> waves() {
        return List.of(before, registrations, metadata, replicas);
    }

    /** All messages in the order of the waves. */
    List<Message> all() {
        return waves().stream().flatMap(List::stream).toList();
    }

    static Traffic of(List<SimulatedFile> files, long seed) {
        Random random = new Random(seed);
        return new Traffic(before(files), registrations(files, random), lateMetadata(files), lateReplicas(files));
    }

    private static List<Message> before(List<SimulatedFile> files) {
        return files.stream()
                .filter(file -> !file.earlyMetadata().isEmpty())
                .map(file -> message(metadataSet(file, file.earlyMetadata(), "early")))
                .toList();
    }

    private static List<Message> registrations(List<SimulatedFile> files, Random random) {
        List<Message> messages = new ArrayList<>();
        List<ObjectNode> together = new ArrayList<>();
        for (SimulatedFile file : files) {
            switch (file.number() % 10) {
                case 0 -> messages.add(message(cloudEvent(file)));
                case 1 -> messages.add(message(catalogueCall(file)));
                case 2, 3, 4 -> together.add(registered(file));
                default -> messages.add(message(registered(file)));
            }
        }
        messages.addAll(arrays(together));
        messages.addAll(
                messages.stream().filter(message -> random.nextInt(25) == 0).toList());
        messages.addAll(Malformed.messages());
        Collections.shuffle(messages, random);
        return messages;
    }

    /** Arrays of events; the first has one among them that is wrong, which must not harm its neighbours. */
    private static List<Message> arrays(List<ObjectNode> events) {
        List<Message> messages = new ArrayList<>();
        for (int from = 0; from < events.size(); from += ARRAY_SIZE) {
            ArrayNode array = JSON.createArrayNode();
            events.subList(from, Math.min(from + ARRAY_SIZE, events.size())).forEach(array::add);
            List<String> rejections = List.of();
            if (from == 0) {
                array.insert(array.size() / 2, event("FileRegistered", "nameless"));
                rejections = List.of("MissingField");
            }
            messages.add(new Message(bytes(array), array.size(), rejections));
        }
        return messages;
    }

    private static List<Message> lateMetadata(List<SimulatedFile> files) {
        return files.stream()
                .filter(file -> !file.lateMetadata().isEmpty())
                .map(file -> message(metadataSet(file, file.lateMetadata(), "late")))
                .toList();
    }

    private static List<Message> lateReplicas(List<SimulatedFile> files) {
        return files.stream()
                .filter(file -> !file.lateReplicas().isEmpty())
                .map(file -> message(replicaRegistered(file)))
                .toList();
    }

    private static ObjectNode replicaRegistered(SimulatedFile file) {
        ObjectNode event =
                event("ReplicaRegistered", "replica-" + file.number()).put("lfn", file.lfn());
        event.set("replicas", JSON.valueToTree(file.lateReplicas()));
        return event;
    }

    private static ObjectNode registered(SimulatedFile file) {
        ObjectNode event = event("FileRegistered", "file-" + file.number())
                .put("lfn", file.lfn())
                .put("size", file.sizeBytes())
                .put("checksum", file.checksum());
        event.set("replicas", JSON.valueToTree(file.replicas()));
        event.set("metadata", JSON.valueToTree(file.metadata()));
        event.putObject("producer")
                .put("dn", "/O=GRID-FR/C=FR/CN=production-manager")
                .put("host", "wn042.example.org");
        return event;
    }

    private static ObjectNode cloudEvent(SimulatedFile file) {
        ObjectNode envelope = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", "ce-" + file.number())
                .put("source", "/simulation/pipeline")
                .put("type", "org.sluice.FileRegistered")
                .put("time", FIRST.plusSeconds(file.number()).toString());
        ObjectNode data = registered(file);
        data.remove(List.of("event", "id", "time"));
        envelope.set("data", data);
        return envelope;
    }

    private static ObjectNode catalogueCall(SimulatedFile file) {
        ObjectNode call = JSON.createObjectNode().put("method", "addFile");
        ObjectNode details = call.putObject("lfns").putObject(file.lfn());
        details.put("PFN", "srm://se.example.org" + file.lfn());
        details.put("Size", file.sizeBytes());
        details.put("Checksum", file.checksum());
        details.set("SE", JSON.valueToTree(file.replicas()));
        details.set("Metadata", JSON.valueToTree(file.metadata()));
        return call;
    }

    private static ObjectNode metadataSet(SimulatedFile file, Map<String, Object> metadata, String when) {
        ObjectNode event = event("MetadataSet", when + "-" + file.number()).put("lfn", file.lfn());
        event.set("metadata", JSON.valueToTree(metadata));
        return event;
    }

    private static ObjectNode event(String kind, String id) {
        return JSON.createObjectNode().put("event", kind).put("id", "demo-" + id);
    }

    private static Message message(JsonNode event) {
        return Message.of(bytes(event), 1);
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
