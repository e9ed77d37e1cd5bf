package org.sluice.it.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.sluice.it.server.ServerProcess;
import org.sluice.it.server.Servers;

/**
 * What a Java program with the serial collector holds of memory.
 *
 * @param resident the most that it ever had of the machine's memory, in MiB
 * @param heap what it refers to just now, in MiB: what is used of the heap after a collection
 */
record EngineMemory(double resident, double heap) {
    private static final Pattern RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern GENERATION = Pattern.compile("generation +total \\d+K, used (\\d+)K");

    static EngineMemory of(ServerProcess program) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(program.pid()), "status"));
            jcmd(program, "GC.run");
            return new EngineMemory(mebibytes(RESIDENT, status), mebibytes(GENERATION, jcmd(program, "GC.heap_info")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double mebibytes(Pattern kibibytes, String text) {
        return kibibytes
                        .matcher(text)
                        .results()
                        .mapToLong(found -> Long.parseLong(found.group(1)))
                        .sum()
                / 1024.0;
    }

    private static String jcmd(ServerProcess program, String command) {
        return ServerProcess.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(program.pid()),
                        command),
                Map.of(),
                Servers.folder("jcmd"),
                Duration.ofMinutes(1));
    }
}
