package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseRegistriesTest {

    @Test
    void embeddedDatabaseIsAFileInTheDataDirectory(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(
                folder.resolve("C.cfg"),
                "Systems {\nTransformation {\nSluice {\nDataDirectory = " + folder.resolve("here") + "\n}\n}\n}\n");
        Path transformation = Files.writeString(
                folder.resolve("T.json"), "{\"TransformationName\":\"Kept\",\"InputMetaQuery\":{\"DataLevel\":1}}");

        String created = run("transformation", "create", transformation.toString(), "-c", config.toString());
        String listed = run("transformation", "list", "-c", config.toString());

        assertThat(created).isEqualTo("1\n");
        assertThat(listed).contains("Kept");
        assertThat(folder.resolve("here/transformations.mv.db")).exists();
    }

    private static String run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(System.in, new PrintWriter(out), new PrintWriter(err), false);
        assertThat(Main.execute(terminal, args)).as(err.toString()).isZero();
        return out.toString();
    }
}
