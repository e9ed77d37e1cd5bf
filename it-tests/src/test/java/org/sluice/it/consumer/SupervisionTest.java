package org.sluice.it.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.it.server.ServerProcess;
import org.sluice.it.server.Servers;

/** {@code sluice consumer} as a process, started and stopped as runit and systemd do it. */
@Timeout(180)
class SupervisionTest {
    private static final Path CONF = Path.of("..", "conf").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 4_000;
    private static final String LOG = "p.log";

    @ParameterizedTest
    @ValueSource(strings = {"RabbitMQ", "Stomp"})
    void aTerminatedConsumerFinishesWhatItHasAndTheNextGoesOnWithTheRest(String type) throws IOException {
        Site site = site(type);
        Path program = Program.in(site.folder());
        site.send(0, MESSAGES);
        ServerProcess first = start(site, program);
        await().atMost(PATIENCE).until(() -> site.lines(LOG).size() > MESSAGES / 20);
        first.terminate();
        assertThat(first.awaitExit(Duration.ofSeconds(20))).isZero();
        int handled = site.lines(LOG).size();
        assertThat(handled).as("stopped in the middle").isLessThan(MESSAGES);
        assertThat(first.output())
                .contains("received %d, accepted %d, rejected 0, in flight 0".formatted(handled, handled));
        ServerProcess second = start(site, program);
        await().atMost(PATIENCE).until(() -> site.lines(LOG).size() >= MESSAGES);
        second.terminate();
        assertThat(second.awaitExit(Duration.ofSeconds(20))).isZero();
        // Not one was lost, and since both ended in order, not one was handled twice.
        assertThat(site.lines(LOG)).hasSize(MESSAGES).containsExactlyInAnyOrderElementsOf(bodies());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(site.depth()).isZero());
    }

    @Test
    void underRunitAConsumerComesBackWhenItIsKilledAndEndsWhenItIsTakenDown() throws IOException {
        Site site = site("RabbitMQ");
        Path program = Program.in(site.folder());
        Path service = service(
                site.folder(),
                CONF.resolve("runit/sluice-consumer"),
                "CONSUMER=Tests/C\nSLUICE=%s\nCONFIG=%s\nRUN_AS=\nDIRECTORY=%s\n"
                        .formatted(program, site.file(), site.folder()));
        site.send(0, MESSAGES);
        try (ServerProcess supervisor = ServerProcess.start(
                List.of("runsv", service.toString()),
                Map.of(),
                site.folder(),
                site.folder().resolve("runsv.log"))) {
            await().atMost(PATIENCE).until(() -> site.lines(LOG).size() > MESSAGES / 20);
            long killed = pid(service);
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            await().atMost(PATIENCE).until(() -> new HashSet<>(site.lines(LOG)).containsAll(bodies()));
            assertThat(pid(service)).isNotEqualTo(killed);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(site.depth()).isZero());
            assertThat(sv("-w", "20", "down", service.toString())).startsWith("ok: down");
            assertThat(Files.readString(service.resolve("log/main/current")))
                    .contains("Consumer Tests/C runs;")
                    .contains("rejected 0, in flight 0");
            assertThat(sv("-w", "20", "exit", service.toString())).startsWith("ok: ");
            assertThat(supervisor.awaitExit(PATIENCE)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"sluice, run --config C.cfg", "sluice-consumer, consumer --config C.cfg S/N"})
    void theScriptsOfRunitRunWhatTheirFileConfSays(String shipped, String command) throws IOException {
        Path service = service(
                Servers.folder("runit-" + shipped),
                CONF.resolve("runit").resolve(shipped),
                "SLUICE=echo\nCONFIG=C.cfg\nCONSUMER=S/N\nRUN_AS=\nDIRECTORY=.\n");
        assertThat(run(service, "./run")).isEqualTo(command + "\n");
        assertThat(run(service, "./finish", "0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice.service", "sluice-consumer@.service"})
    void systemdFindsNothingWrongWithTheUnits(String unit) throws IOException {
        assumeThat(Path.of("/usr/bin/systemd-analyze")).as("systemd").exists();
        Site site = site("Stomp");
        Path copy = site.folder().resolve(unit);
        Files.writeString(
                copy,
                Files.readString(CONF.resolve("systemd").resolve(unit)).replace("/opt/sluice/sluice", "/bin/true"));
        assertThat(run(site.folder(), "systemd-analyze", "verify", "--man=no", copy.toString()))
                .isEmpty();
    }

    private static Site site(String type) {
        return new Site(type, "Module = PilotLogs\nDirectory = .\nConcurrency = 2");
    }

    private static List<String> bodies() {
        return IntStream.range(0, MESSAGES).mapToObj(Site::body).toList();
    }

    /** With the command of systemd's unit. */
    private static ServerProcess start(Site site, Path program) throws IOException {
        String command = Files.readAllLines(CONF.resolve("systemd/sluice-consumer@.service")).stream()
                .filter(line -> line.startsWith("ExecStart="))
                .map(line -> line.substring("ExecStart=".length()))
                .findFirst()
                .orElseThrow()
                .replace("/opt/sluice/sluice", program.toString())
                .replace("/etc/sluice/sluice.cfg", site.file().toString())
                .replace("%I", "Tests/C");
        return ServerProcess.start(
                List.of(command.split(" ")),
                Map.of(),
                site.folder(),
                site.folder().resolve("consumer-" + System.nanoTime() + ".log"));
    }

    /** A copy of a shipped directory, with the file {@code conf} as an administrator would write it. */
    private static Path service(Path folder, Path shipped, String conf) throws IOException {
        Path service = folder.resolve("service");
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : files.toList()) {
                Files.copy(file, service.resolve(shipped.relativize(file).toString()));
            }
        }
        Files.writeString(service.resolve("conf"), conf);
        return service;
    }

    private static long pid(Path service) throws IOException {
        return Long.parseLong(Files.readString(service.resolve("supervise/pid")).strip());
    }

    private static String sv(String... arguments) {
        return run(
                Path.of("target"),
                Stream.concat(Stream.of("sv"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static String run(Path folder, String... command) {
        return ServerProcess.run(List.of(command), Map.of(), folder, PATIENCE);
    }
}
