package org.sluice.it.benchmark;

import java.util.List;
import org.sluice.it.server.MariaDbServer;
import org.sluice.it.server.Servers;

/**
 * The MariaDB of the benchmarks: with as much memory as an administrator gives to a server whose tables have some gigabytes. With
 * the 128 MiB of MariaDB's own default it is the disk that is measured, on both sides, from some 100,000 files on.
 */
final class BenchmarkDatabase {
    private static final List<String> OPTIONS =
            List.of(System.getProperty("mariadb", "--innodb-buffer-pool-size=4G --innodb-log-file-size=1G")
                    .split(" "));

    private BenchmarkDatabase() {}

    /** Started when it is first asked for, and shared. */
    static MariaDbServer server() {
        return Started.SERVER;
    }

    /** What it was started with, for reports. */
    static String options() {
        return String.join(" ", OPTIONS);
    }

    private static final class Started {
        static final MariaDbServer SERVER = MariaDbServer.start(
                Servers.folder("mariadb"),
                OPTIONS.stream().filter(option -> !option.isEmpty()).toList());
    }
}
