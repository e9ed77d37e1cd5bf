package org.sluice.routes.cli;

import java.util.List;

/** How much {@code logback.xml} lets through; to be said before the first line is logged. */
final class Logging {
    private static final String PATTERN = "sluice.log.pattern";
    private static final String LEVEL = "sluice.log.level";
    private static final String LIBRARIES = "sluice.log.libraries";
    private static final String CONNECTIONS = "sluice.log.connections";

    private Logging() {}

    /** Before the command line is understood: libraries write to the log when their classes are loaded. */
    static void of(List<String> args) {
        boolean verbose = args.contains(SluiceCommand.VERBOSE);
        set(CONNECTIONS, verbose ? "INFO" : "OFF");
        boolean stays = args.contains("run") || args.contains("consumer") && !args.contains("--list");
        if (stays) {
            ofEngine(verbose);
        } else {
            ofCommand(verbose);
        }
    }

    /** For a command that ends: what matters is in its output, and in its errors. */
    private static void ofCommand(boolean verbose) {
        set(LEVEL, verbose ? "DEBUG" : "ERROR");
        set(LIBRARIES, verbose ? "INFO" : "OFF");
        if (verbose) {
            set(PATTERN, "%d{HH:mm:ss.SSS} %-5level %logger{24}: %msg%n");
        }
    }

    /** For the engine and for consumers, which tell what they do as long as they run; times are UTC. */
    private static void ofEngine(boolean verbose) {
        set(LEVEL, verbose ? "DEBUG" : "INFO");
        set(LIBRARIES, verbose ? "INFO" : "ERROR");
        set(PATTERN, "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %msg%n" + (verbose ? "" : "%nopex"));
    }

    /** What the user has set with -D stays. */
    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
