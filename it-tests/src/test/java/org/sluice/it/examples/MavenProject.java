package org.sluice.it.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * An example project, built in a copy by the Maven that runs the tests. Its local repository is that Maven's, by links, and
 * the engine of this build: nothing is installed where other builds would find it.
 */
final class MavenProject {
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Path folder;
    private final Path repository;

    MavenProject(String example, Path workspace) throws IOException {
        this.folder = workspace.resolve(example);
        this.repository = workspace.resolve("repository");
        copy(ROOT.resolve("docs/examples").resolve(example), folder);
        linkRepository();
        addEngine();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private void linkRepository() throws IOException {
        Path whole = Path.of(System.getProperty("maven.local.repository"));
        link(whole, repository, "org");
        link(whole.resolve("org"), repository.resolve("org"), "sluice");
    }

    private static void link(Path from, Path to, String butNot) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                if (!entry.endsWith(butNot)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    private void addEngine() throws IOException {
        Files.copy(ROOT.resolve("pom.xml"), artifact("sluice", "pom"));
        Files.copy(ROOT.resolve("engine/pom.xml"), artifact("sluice-engine", "pom"));
        Path classes = ROOT.resolve("engine/target/classes");
        try (OutputStream out = Files.newOutputStream(artifact("sluice-engine", "jar"));
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
    }

    private Path artifact(String id, String extension) throws IOException {
        Path home = repository.resolve("org/sluice").resolve(id).resolve(VERSION);
        return Files.createDirectories(home).resolve(id + "-" + VERSION + "." + extension);
    }

    /** Runs {@code mvn package} and gives the jar. */
    Path build(String jar) throws IOException, InterruptedException {
        Path log = folder.resolve("build.log");
        Process maven = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "-o",
                        "-B",
                        "-ntp",
                        "-Dmaven.repo.local=" + repository,
                        "package"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(maven.waitFor(5, TimeUnit.MINUTES))
                    .as("mvn package ends")
                    .isTrue();
        } finally {
            maven.destroyForcibly();
        }
        assertThat(maven.exitValue()).as(() -> read(log)).isZero();
        return folder.resolve("target").resolve(jar);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }
}
