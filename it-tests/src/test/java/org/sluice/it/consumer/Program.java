package org.sluice.it.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** A program {@code sluice} that has the module of {@code docs/consumers.md} on its class path. */
final class Program {
    private static final Path PAGE = Path.of("..", "docs", "consumers.md");

    private Program() {}

    /** Makes it, in a folder where it finds nothing else. */
    static Path in(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Matcher example = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();
        Path source = Files.writeString(classes.resolve("PilotLogs.java"), example.group(1));
        String classPath = System.getProperty("java.class.path");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-cp", classPath, "-d", "" + classes, "" + source))
                .isZero();
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("org.sluice.routes.consumer.ConsumerModule"), "org.example.PilotLogs\n");
        Path program = Files.writeString(
                folder.resolve("sluice"),
                """
                #!/bin/sh
                exec '%s/bin/java' -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s:%s' org.sluice.routes.cli.Main "$@"
                """
                        .formatted(System.getProperty("java.home"), classPath, classes.toAbsolutePath()));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program.toAbsolutePath();
    }
}
