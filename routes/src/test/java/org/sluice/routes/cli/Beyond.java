package org.sluice.routes.cli;

import java.util.List;

/** JSON values that are beyond what is read, one for each limit. */
final class Beyond {
    private Beyond() {}

    static List<String> values() {
        return List.of(
                "[".repeat(2000) + "]".repeat(2000),
                "9".repeat(1500),
                "{\"" + "n".repeat(60_000) + "\":1}",
                "1e9999999999",
                "-1.5E-9999999999");
    }
}
