package org.sluice.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.it.campaign.Installation.Protocol;
import org.sluice.it.server.RabbitMqServer;
import org.sluice.it.server.ServerProcess;
import org.sluice.it.server.Servers;

/** Camel's own camel-stomp and Sluice on the same messages, killed at the same moments: what each loses. */
@Tag("long")
class CamelStompPeerTest {
    private static final int FILES = 6_000;
    private static final int[] KILLED_AT_PERCENT = {10, 25, 40, 55, 70};
    private static final Duration LIMIT = Duration.ofMinutes(3);
    /** The broker counts its messages once a second. */
    private static final Duration SEVERAL_COUNTS = Duration.ofSeconds(4);

    private final Path folder = Servers.folder("peer");

    @Test
    void weLoseNothingWhereThePeerLoses() throws IOException {
        Path messages = folder.resolve("messages.jsonl");
        Set<String> lfns = writeMessages(messages);
        Installation ours = Installation.of(Campaign.ofGoodFiles(folder, lfns), Protocol.STOMP);
        String peersQueue = "peer.registrations";
        ours.broker().declareQueue(peersQueue, Map.of());
        ours.publish(messages);
        ours.publishTo(peersQueue, messages);

        consumeWithKills(
                () -> ours.startEngine().process(),
                () -> ours.tables().count("TransformationFiles"),
                ours.broker(),
                ours.registrations());
        long oursLost = FILES - ours.tables().count("TransformationFiles");

        Path stored = folder.resolve("stored-by-peer.jsonl");
        Files.writeString(stored, "");
        consumeWithKills(
                () -> startPeer(ours.broker().stompPort(), peersQueue, stored),
                () -> lines(stored),
                ours.broker(),
                peersQueue);
        long peerLost = FILES - (long) new HashSet<>(Files.readAllLines(stored)).size();

        System.out.printf(
                "killed %d times while consuming %d messages: Sluice lost %d, camel-stomp lost %d%n",
                KILLED_AT_PERCENT.length, FILES, oursLost, peerLost);
        assertThat(oursLost).isZero();
        assertThat(lines(stored)).isPositive();
    }

    private static void consumeWithKills(
            Supplier<ServerProcess> start, LongSupplier handled, RabbitMqServer broker, String queue) {
        for (int percent : KILLED_AT_PERCENT) {
            try (ServerProcess consumer = start.get()) {
                Awaitility.await(percent + "% of " + queue)
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> {
                            assertThat(consumer.isAlive())
                                    .as("the consumer runs")
                                    .isTrue();
                            return handled.getAsLong() >= (long) FILES * percent / 100 || broker.isIdle(queue);
                        });
                consumer.kill();
            }
        }
        try (ServerProcess consumer = start.get()) {
            Awaitility.await("the end of " + queue)
                    .atMost(LIMIT)
                    .during(SEVERAL_COUNTS)
                    .until(() -> broker.isIdle(queue) && consumer.isAlive());
        }
    }

    private ServerProcess startPeer(int port, String queue, Path stored) {
        Path target = Path.of("peer", "target").toAbsolutePath();
        try {
            String classPath = target.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(target.resolve("class-path.txt")).strip();
            return ServerProcess.start(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classPath,
                            "org.sluice.peer.CamelStompConsumer",
                            Integer.toString(port),
                            queue,
                            stored.toString()),
                    Map.of(),
                    folder,
                    folder.resolve("peer.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> writeMessages(Path file) throws IOException {
        Set<String> lfns = new HashSet<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            String lfn = "/vo/peer/f" + i;
            lfns.add(lfn);
            lines.add("{\"event\":\"FileRegistered\",\"id\":\"peer-" + i + "\",\"lfn\":\"" + lfn
                    + "\",\"replicas\":[\"SE1\"],\"metadata\":{\"kind\":\"good\"}}");
        }
        Files.write(file, lines);
        return lfns;
    }

    private static long lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
