package org.sluice.it.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is said of measured values, and where they were measured. */
final class Samples {
    private Samples() {}

    static double median(List<Double> values) {
        return percentile(values, 50);
    }

    /** The value below which so many of a hundred lie. */
    static double percentile(List<Double> values, double percent) {
        return percentiles(values.stream().sorted().toList(), List.of(percent)).get(0);
    }

    /** The same for several at once, of values that are in order. */
    static List<Double> percentiles(List<Double> sorted, List<Double> percents) {
        return percents.stream()
                .map(percent -> (int) Math.ceil(percent / 100 * sorted.size()))
                .map(rank -> sorted.get(Math.max(0, rank - 1)))
                .toList();
    }

    /** Processors, system, Java; and the load just now, for nothing else should run. */
    static String machine() {
        String load;
        try {
            load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException e) {
            load = "unknown";
        }
        return "%d processors (%s), %s, Java %s, load average %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.name"),
                        System.getProperty("java.version"),
                        load);
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
